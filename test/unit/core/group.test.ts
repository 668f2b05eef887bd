import assert from 'node:assert/strict';
import { append, group } from '../../../src/core/group';

describe('lists by key', () => {
  it('keep the order of the items, and leave out those without a key', () => {
    const groups = group(['b1', 'a1', '?', 'b2'], (item) => /^[a-z]/.exec(item)?.[0]);
    assert.deepEqual(
      [...groups],
      [
        ['b', ['b1', 'b2']],
        ['a', ['a1']],
      ],
    );
  });

  it('grow at the end', () => {
    const lists = new Map([['a', [1]]]);
    append(lists, 'a', 2);
    append(lists, 'b', 3);
    assert.deepEqual(
      [...lists],
      [
        ['a', [1, 2]],
        ['b', [3]],
      ],
    );
  });
});
