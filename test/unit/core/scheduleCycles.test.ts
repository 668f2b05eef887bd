import assert from 'node:assert/strict';
import { cycles } from '../../../src/core/scheduleCycles';

describe('cycles', () => {
  const cases: [string, Record<string, string[]>, string[][]][] = [
    ['none', { a: [], b: ['a'], c: ['a', 'b'] }, []],
    ['a step that waits for itself', { a: ['a'], b: ['a'] }, [['a']]],
    [
      'two apart',
      { a: ['b'], b: ['a'], c: ['d'], d: ['c', 'a'] },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'through others, without those that only lead there',
      { x: ['a'], a: ['b'], b: ['c'], c: ['a', 'y'], y: [] },
      [['a', 'b', 'c']],
    ],
    ['unknown names', { a: ['z'] }, []],
  ];
  for (const [what, edges, expected] of cases) {
    it(what, () => assert.deepEqual(cycles(new Map(Object.entries(edges))), expected));
  }
});
