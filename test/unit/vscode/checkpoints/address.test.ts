import assert from 'node:assert/strict';
import { readAddress } from '../../../../src/vscode/checkpoints/address';

const address = { folder: '/w', checkpoint: 'one', path: 'a/b.txt' };

describe('addresses of files in checkpoints', () => {
  it('are read as they were made', () => {
    assert.deepEqual(readAddress(JSON.stringify(address), ['/v', '/w']), address);
  });

  for (const [name, query] of [
    ['nothing', ''],
    ['what is no JSON', '{'],
    ['null', 'null'],
    ['a part that is missing', JSON.stringify({ ...address, path: undefined })],
    ['a part of another type', JSON.stringify({ ...address, checkpoint: 1 })],
    ['a folder that is not of the workspace', JSON.stringify({ ...address, folder: '/elsewhere' })],
  ] as const)
    it(`are not ${name}`, () => {
      assert.equal(readAddress(query, ['/v', '/w']), undefined);
    });
});
