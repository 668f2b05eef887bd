import assert from 'node:assert/strict';
import { dependencyRuns, findBlock, meantWord, scalar } from '../../../../../src/core/formats/coyote/grammar';

/** The block of a text, or of front matter lines alone. */
function blockOf(text: string) {
  const block = findBlock(text);
  assert.ok(block, 'a block was expected');
  return block;
}

describe('findBlock', () => {
  const cases: [string, string, [number, number | undefined, string[]] | undefined][] = [
    ['front matter', '---\na: 1\n---\nb\n', [0, 2, ['a: 1']]],
    ['nothing', 'a\nb', undefined],
    ['CRLF delimiters count', '---\r\na: 1\r\n---\r\n', [0, 2, ['a: 1\r']]],
    ['blanks after a delimiter', '---  \t\na\n--- \n', [0, 2, ['a']]],
    ['a rule pair in a body', 'x\n---\ny\n---\nz', [1, 3, ['y']]],
    ['a longer rule is none', '----\na\n---x\n', undefined],
    ['an indented one is none', ' ---\na\n', undefined],
    ['never closed', '---\na\nb', [0, undefined, ['a', 'b']]],
    ['a BOM before the opener hides it', '\uFEFF---\na\n---\nb', [2, undefined, ['b']]],
    ['a language after the opener hides it', '---yaml\na\n---\nb', [2, undefined, ['b']]],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const block = findBlock(text);
      assert.deepEqual(block && [block.opener, block.closer, block.lines], expected);
    });
  }
});

describe('scalar', () => {
  const cases: [string, string | undefined, string | undefined][] = [
    ['status: pending', 'pending', '1:8-15'],
    ["status: 'pending'", 'pending', '1:8-17'],
    ['status: "pending"', 'pending', '1:8-17'],
    ['status: ""pending""', '"pending"', '1:8-19'],
    ['status:pending', 'pending', '1:7-14'],
    ['status: pending   # pending | complete', 'pending   # pending | complete', '1:8-38'],
    ['status: pending\r', 'pending\r', '1:8-15'],
    ['status: pending ', 'pending ', '1:8-15'],
    ['status:', '', '1:0-7'],
    ['status:  \r', '', '1:0-7'],
    ['Status: pending', undefined, undefined],
    [' status: pending', undefined, undefined],
    ['status: a\nstatus: b', 'a', '1:8-9'],
  ];
  for (const [lines, exact, range] of cases) {
    it(JSON.stringify(lines), () => {
      const found = scalar(blockOf(`---\n${lines}\n---\n`), 'status');
      const place =
        found && `${found.range.start.line}:${found.range.start.character}-${found.range.end.character}`;
      assert.deepEqual([found?.exact, place], [exact, range]);
    });
  }
});

describe('dependencyRuns', () => {
  const cases: [string, string][] = [
    ['depends_on: []', ''],
    ['depends_on: none', ''],
    ['step: 3', ''],
    ['depends_on: [1, 2]', '1@1:13 2@1:16'],
    ['depends_on:\n- 1\n- 2\nstatus: 3', '1@2:2 2@3:2'],
    ['depends_on:\n  - 1\n  - 2', '1@2:4 2@3:4'],
    ['depends_on: [01-alpha, "2"]', '01@1:13 2@1:24'],
    ['depends_on: 1-3', '1@1:12 3@1:14'],
    ['depends_on: [1]  # see step 9', '1@1:13 9@1:28'],
    ['depends_on: [1,\n  2]', '1@1:13'],
    ['depends_on:\n\n- 1', ''],
    ['depends_on: 1\ndepends_on: 2\nx: 3', '1@1:12 2@2:12'],
    ['depends_on: 1\nx: 0\ndepends_on: 2', '1@1:12'],
    ['depends_on: [1]\r', '1@1:13'],
  ];
  for (const [lines, expected] of cases) {
    it(JSON.stringify(lines), () => {
      const runs = dependencyRuns(blockOf(`---\n${lines}\n---\n- 9\n`));
      const shown = runs.map(({ digits, range: { start } }) => `${digits}@${start.line}:${start.character}`);
      assert.equal(shown.join(' '), expected);
    });
  }
});

describe('meantWord', () => {
  for (const [exact, word] of [
    ['pending   # pending | complete', 'pending'],
    ['pending\r', 'pending'],
    ['"Complete" # done', 'complete'],
    ['in_progress', 'in-progress'],
    ['In Progress', 'in-progress'],
    ['# nothing', ''],
    ['a#b', 'a#b'],
  ] as const) {
    it(JSON.stringify(exact), () => assert.equal(meantWord(exact), word));
  }
});
