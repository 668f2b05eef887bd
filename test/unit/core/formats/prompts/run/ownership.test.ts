import assert from 'node:assert/strict';
import { stretchesOf } from '../../../../../../src/core/formats/prompts/run/ownership';
import type { Edit } from '../../../../../../src/core/formats/prompts/run/patch';

/** `4-1+2`: after four lines one is taken out and two come in. */
function edits(text: string): Edit[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const [from = 0, removed = 0, added = 0] = one.split(/[-+]/).map(Number);
      return { from, removed, added, sample: one };
    });
}

describe('prompts: which stretch of a file is whose', () => {
  const cases: readonly (readonly [name: string, layers: readonly string[], expected: string])[] = [
    ['of one prompt', ['2-1+1 9-0+3'], '2+1 A, 9+3 A'],
    ['of two that are apart', ['2-1+1', '8-1+2'], '2+1 A, 8+2 B'],
    ['moves with what comes in above it', ['8-1+1', '2-0+5'], '2+5 B, 13+1 A'],
    ['moves with what goes out above it', ['8-1+1', '2-3+0'], '2+0 B, 5+1 A'],
    ['is of both where a line was changed twice', ['4-2+2', '5-1+4'], '4+5 A B'],
    ['is of both where nothing unchanged is between', ['4-1+1', '5-1+1'], '4+2 A B'],
    ['is of both where lines came in at its edge', ['4-0+2', '4-0+1'], '4+3 A B'],
    ['is of both where one took out what the other put in', ['4-0+2', '4-2+0'], '4+0 A B'],
    ['is of all that a later change spans', ['2-1+1 8-1+1', '1-9+1'], '1+1 A B'],
    ['of three', ['2-1+1', '6-1+1', '2-1+3 12-0+1'], '2+3 A C, 8+1 B, 14+1 C'],
    ['of a line taken out beside one put in', ['4-1+0', '4-1+1'], '4+1 A B'],
    ['of nothing', ['', ''], ''],
  ];
  for (const [name, layers, expected] of cases)
    it(name, () => {
      const found = stretchesOf(layers.map((text, at) => ({ owner: 'ABC'.charAt(at), edits: edits(text) })));
      assert.equal(
        found.map(({ at, lines, owners }) => `${at}+${lines} ${owners.join(' ')}`).join(', '),
        expected,
      );
    });
});
