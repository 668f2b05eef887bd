import assert from 'node:assert/strict';
import {
  justifications,
  outOfPlan,
  outOfPlanSection,
} from '../../../../../../src/core/formats/okstra/run/outOfPlan';
import { isPlanned, plannedFiles } from '../../../../../../src/core/formats/okstra/run/plannedFiles';

describe('okstra: the predicted files of a stage', () => {
  const cases: readonly (readonly [written: string, path: string | undefined])[] = [
    ['src/a.ts', 'src/a.ts'],
    ['./src//b/../a.ts', 'src/a.ts'],
    ['src\\a.ts', 'src/a.ts'],
    ['src/a.ts:12-20', 'src/a.ts'],
    ['src/a.ts:12', 'src/a.ts'],
    ['src/net/', 'src/net'],
    ['src/net/**', 'src/net'],
    ['src/net/*', 'src/net'],
    ['src/net/**/*', 'src/net'],
    ['a b.ts', 'a b.ts'],
    ['\u1112\u1161\u11ab.ts', '한.ts'],
    ['.gitignore', '.gitignore'],
    ['', undefined],
    ['.', undefined],
    ['/', undefined],
    ['**', '**'],
    ['/etc/passwd', undefined],
    ['../x', undefined],
    ['a/../../x', undefined],
    ['..\\x', undefined],
    ['C:\\x', undefined],
    ['.git/config', undefined],
    ['.GIT/config', undefined],
    ['a/../.git/hooks', undefined],
    ['a\0b', undefined],
    ['a\nb', undefined],
    ['x'.repeat(1001), undefined],
  ];
  for (const [written, path] of cases)
    it(JSON.stringify(written.slice(0, 40)), () => {
      const { paths, refused } = plannedFiles([written]);
      assert.deepEqual([paths, refused.length], path === undefined ? [[], 1] : [[path], 0]);
    });

  it('are each there once, and bounded', () => {
    assert.deepEqual(plannedFiles(['a.ts', './a.ts']).paths, ['a.ts']);
    const many = plannedFiles(Array.from({ length: 2000 }, (_, at) => `f${at}`));
    assert.deepEqual([many.paths.length, many.refused.length], [500, 500]);
  });

  it('stand for what lies in them', () => {
    const planned = isPlanned(plannedFiles(['src/net/', 'a.ts']));
    const asked = ['src/net/x/y.ts', 'src/net', 'src/network.ts', 'a.ts', 'src/a.ts', 'a.ts.bak'];
    assert.deepEqual(asked.filter(planned), ['src/net/x/y.ts', 'src/net', 'a.ts']);
  });
});

describe('okstra: justifications of edits out of the plan', () => {
  const H = '## Out-of-plan edits\n\n';
  const cases: readonly (readonly [text: string, expected: Readonly<Record<string, string>>])[] = [
    [`${H}- \`a.ts\`: the types live there`, { 'a.ts': 'the types live there' }],
    [`${H}- \`a.ts\` — needed\n  for the build`, { 'a.ts': 'needed for the build' }],
    [`${H}1. **\`a.ts\`**: why\n2. \`./b.ts\` - so`, { 'a.ts': 'why', 'b.ts': 'so' }],
    [
      `${H}- \`a.ts\`, \`b.ts\` and \`c.ts\`: all of them`,
      { 'a.ts': 'all of them', 'b.ts': 'all of them', 'c.ts': 'all of them' },
    ],
    [`${H}- src/a.ts: why\n- src/b.ts – so`, { 'src/a.ts': 'why', 'src/b.ts': 'so' }],
    [`${H}- \`a.ts\`: why\n\nNot part of it.`, { 'a.ts': 'why' }],
    [`${H}- \`a.ts\`\n- \`b.ts\`: …\n- \`c.ts\`: --`, {}],
    [`${H}- \`../a.ts\`: why\n- \`/etc/passwd\`: why`, {}],
    [`${H}- \`a.ts\`: one\n\n${H}- \`b.ts\`: two`, { 'b.ts': 'two' }],
    ['**Out-of-plan edits:**\n- `a.ts`: why', { 'a.ts': 'why' }],
    [`${H}None.`, {}],
    ['- `a.ts`: why', {}],
    [`${H}- \`a.ts\`: why\n## Next\n- \`b.ts\`: no`, { 'a.ts': 'why' }],
    [`${H}- \`__proto__\`: why`, Object.fromEntries([['__proto__', 'why']])],
    ['', {}],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text), () => {
      assert.deepEqual([...justifications(text)], Object.entries(expected));
    });

  const hostile: readonly (readonly [string, string])[] = [
    ['items', '- `a`: x\n'.repeat(400_000)],
    ['one item', `- ${'`a` '.repeat(500_000)}`],
    ['backquotes', `- ${'`'.repeat(1_000_000)}`],
    ['lines of one item', `- \`a\`: x\n${'y\n'.repeat(1_000_000)}`],
    ['blanks', `- \`a\`${' '.repeat(1_000_000)}x`],
    ['dashes', `- \`a\` ${'-'.repeat(1_000_000)}`],
  ];
  for (const [name, text] of hostile)
    it(`are read soon: ${name}`, () => {
      const begun = process.cpuUsage().user;
      const found = justifications(H + text);
      assert.ok([...found.values()].every((why) => why.length <= 600));
      assert.ok(process.cpuUsage().user - begun < 2_000_000);
    });
});

describe('okstra: edits out of the plan', () => {
  const planned = plannedFiles(['src/a.ts', 'test/']);
  const edits = outOfPlan(
    ['src/a.ts', 'test/a.test.ts', 'src/b.ts', 'src/b.ts', 'c d.ts'],
    planned,
    '## Out-of-plan edits\n- `src/b.ts`: *the* types are <b>there</b>\n',
  );

  it('are changed files that nobody planned, with their justification', () => {
    assert.deepEqual(edits, [
      { path: 'src/b.ts', why: '*the* types are <b>there</b>' },
      { path: 'c d.ts', why: undefined },
    ]);
  });

  it('are a section of a document', () => {
    assert.equal(
      outOfPlanSection(edits),
      '## Out-of-plan edits\n\n- `src/b.ts`: \\*the\\* types are \\<b>there\\</b>\n- `c d.ts`: **no justification was given**',
    );
    assert.equal(outOfPlanSection([]), '');
  });

  it('are counted where they are many', () => {
    const many = outOfPlanSection(Array.from({ length: 500 }, (_, at) => ({ path: `f${at}`, why: 'x' })));
    assert.ok(many.endsWith('\n- `f199`: x\n- and 300 more'));
  });
});
