import assert from 'node:assert/strict';
import { frontMatterLines } from '../../../../src/core/planText/frontMatterLines';
import { keySlips } from '../../../../src/core/planText/keyProblems';

const KNOWN = [{ name: 'depends_on' }, { name: 'type', values: ['execute', 'tdd'] }, { name: 'wave' }];

describe('slips of the pen in front matter', () => {
  const cases: [line: string, expected: string][] = [
    ['depends_on: []', ''],
    ['depend_on: []', '1:0-1:9 depend_on -> depends_on'],
    ['depends-on: []', '1:0-1:10 depends-on -> depends_on'],
    ['dpeends_on: []', '1:0-1:10 dpeends_on -> depends_on'],
    ['Wave: 1', '1:0-1:4 Wave -> wave'],
    ['requires: []', ''],
    ['type: tdd', ''],
    ['type: "tdd" ', ''],
    ['type: tdd # test first', ''],
    ['type:', ''],
    ['type: tests', '1:6-1:11 tests: execute, tdd'],
    ['  typ: tests', ''],
  ];
  for (const [line, expected] of cases)
    it(JSON.stringify(line), () => {
      const block = frontMatterLines(['---', line, '---']);
      assert.ok(block);
      const found = keySlips(block, KNOWN).map((slip) => {
        const { start, end } = slip.range;
        const what = slip.kind === 'key' ? ` -> ${slip.meant}` : `: ${slip.values.join(', ')}`;
        return `${start.line}:${start.character}-${end.line}:${end.character} ${slip.written}${what}`;
      });
      assert.deepEqual(found, expected === '' ? [] : [expected]);
    });

  it('are none where the right key is there too', () => {
    const block = frontMatterLines(['---', 'depend_on: []', 'depends_on: []', '---']);
    assert.ok(block);
    assert.deepEqual(keySlips(block, KNOWN), []);
  });
});
