import assert from 'node:assert/strict';
import { nextMarkers } from '../../../../src/core/checkpoints/markers';

describe('markers of checkpoints', () => {
  const cases: readonly (readonly [name: string, tags: readonly string[], expected: readonly string[]])[] = [
    ['begin with the first', [], ['p-01', 'p-02']],
    ['go on after the highest', ['p-02', 'p-07', 'p-1'], ['p-08', 'p-09']],
    ['pass over other tags', ['q-50', 'p-older', 'p-99/x', 'xp-60', 'p-', 'p-01 '], ['p-01', 'p-02']],
    ['go past two digits', ['p-99'], ['p-100', 'p-101']],
    ['pass over a number that nobody counted to', ['p-9999999999'], ['p-01', 'p-02']],
  ];
  for (const [name, tags, expected] of cases)
    it(name, () => {
      assert.deepEqual(nextMarkers('p', tags, 2), expected);
    });

  it('take their prefix as text', () => {
    assert.deepEqual(nextMarkers('a.*', ['a.*-04', 'abc-09'], 1), ['a.*-05']);
  });
});
