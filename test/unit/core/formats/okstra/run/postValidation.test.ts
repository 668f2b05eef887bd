import assert from 'node:assert/strict';
import { stageValidation } from '../../../../../../src/core/formats/okstra/run/postValidation';
import { readPlanReport } from '../../../../../../src/core/formats/okstra/planReport';
import { VALIDATION_GROUPS } from '../../../../../../src/core/formats/okstra/validationLines';
import { reportOf } from '../text';

/** `$ command`, `! refused`, `words`, each line behind the name of its group. */
function validationOf(text: string): string[] {
  const report = reportOf([{ number: 1 }]).replace(/- pre:[^]*?- post:.*/, () => text);
  const { outline, texts } = readPlanReport({ text: report, modified: 0 }, 'report.md');
  const validation = stageValidation(outline, texts.get(1)?.section.validation);
  return VALIDATION_GROUPS.flatMap((group) => {
    const { commands, refused, outcomes } = validation[group];
    return [
      ...commands.map(({ display }) => `${group} $ ${display}`),
      ...refused.map(({ display }) => `${group} ! ${display}`),
      ...outcomes.map((words) => `${group} ${words}`),
    ];
  });
}

describe('okstra: the validation of a stage', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      '- pre: `git status --porcelain` is empty\n- mid: `npm run typecheck`\n- post: `npm test`',
      ['pre `git status --porcelain` is empty', 'mid $ npm run typecheck', 'post $ npm test'],
    ],
    ['- post: `c`, `d`; `e`', ['post $ c', 'post $ d', 'post $ e']],
    [
      '- post:\n  - `c`\n  - `d` is green\n  - `grep x y` finds nothing\n  - the page shows `e`',
      ['post $ c', 'post $ d', 'post `grep x y` finds nothing', 'post the page shows `e`'],
    ],
    ['- post:\n  1. [ ] `c` passes.\n  2) `d` → exit code 0', ['post $ c', 'post $ d']],
    ['- post: `c` (통과)', ['post $ c']],
    ['- post: `c` passes with 12 tests', ['post `c` passes with 12 tests']],
    ['- post: `c` and `d`', ['post `c` and `d`']],
    [
      '- post:\n\n```sh\n# first\nc\nd --e \\\n  f\n```\n- mid: `b`',
      ['mid $ b', 'post $ c', 'post $ d --e f'],
    ],
    ['- post:\n\n```console\n$ c\nsome output\n```', ['post $ c']],
    ['- post:\n\n```ts\nlet a = 1;\n```', []],
    ['- post:\n  $ c --d', ['post $ c --d']],
    [
      '- post: the suite is green,\n  and the page\n  shows a list\n\n  Nothing else.',
      ['post the suite is green, and the page shows a list', 'post Nothing else.'],
    ],
    ['- post: ``echo `a` ``', ['post ! echo `a`']],
    ['- post: `c | tee log`', ['post ! c | tee log']],
    ['- post: `c; rm -rf /`', ['post ! c; rm -rf /']],
    ['- post: `c && d`', ['post $ c && d']],
    ['- post: `# only a note`', ['post `# only a note`']],
    ['- post: npm test', ['post npm test']],
    ['- post:', []],
    ['', []],
    ['**pre**\n- `a`\n\n**post**:\n- `c`', ['pre $ a', 'post $ c']],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text), () => {
      assert.deepEqual(validationOf(text), expected);
    });

  it('gives argument lists, never a shell string', () => {
    const { outline, texts } = readPlanReport(
      { text: reportOf([{ number: 1, post: `A=1 npm test -- "a b" '$HOME'` }]), modified: 0 },
      'report.md',
    );
    assert.deepEqual(stageValidation(outline, texts.get(1)?.section.validation).post.commands, [
      {
        display: `A=1 npm test -- "a b" '$HOME'`,
        argvs: [{ argv: ['npm', 'test', '--', 'a b', '$HOME'], env: { A: '1' } }],
      },
    ]);
  });

  it('is empty where the stage has none', () => {
    const { outline } = readPlanReport({ text: '', modified: 0 }, 'report.md');
    const nothing = { commands: [], refused: [], outcomes: [] };
    assert.deepEqual(stageValidation(outline, undefined), { pre: nothing, mid: nothing, post: nothing });
  });

  it('is bounded, and says so', () => {
    const said = validationOf(`- post:\n${'  - `c`\n'.repeat(60)}`);
    assert.equal(said.length, 51);
    assert.equal(said.at(-1), 'post ! `c`');
    assert.ok(validationOf(`- post: ${'words '.repeat(10_000)}`).join('').length < 1100);
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['backquotes', '`'.repeat(1_000_000)],
    ['code spans', '`a` '.repeat(250_000)],
    ['items', '- `a`\n'.repeat(150_000)],
    ['blanks', `- a${' '.repeat(1_000_000)}b`],
    ['fences', '```\n'.repeat(250_000)],
    ['groups', '- post:\n'.repeat(120_000)],
  ];
  for (const [name, text] of hostile)
    it(`is read soon: ${name}`, () => {
      const begun = process.cpuUsage().user;
      assert.ok(validationOf(`- post:\n${text}`).length <= 51);
      assert.ok(process.cpuUsage().user - begun < 2_000_000);
    });
});
