import assert from 'node:assert/strict';
import { isWithin } from '../../../src/core/isWithin';

describe('a folder inside another', () => {
  for (const [path, folder, expected] of [
    ['/ws', '/ws', true],
    ['/ws/a', '/ws', true],
    ['/ws/..a', '/ws', true],
    ['/ws2', '/ws', false],
    ['/', '/ws', false],
    ['/ws', '/', true],
  ] as const) {
    it(`${path} in ${folder}: ${String(expected)}`, () => {
      assert.equal(isWithin(folder, path), expected);
    });
  }
});
