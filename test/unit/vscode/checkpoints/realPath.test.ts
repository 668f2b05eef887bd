import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { realPath } from '../../../../src/vscode/checkpoints/realPath';

describe('where a file really lies', () => {
  const folders = new Map([
    [resolve('/plain'), resolve('/plain')],
    [resolve('/link'), resolve('/real/project')],
  ]);
  for (const [file, real] of [
    ['/plain/a.txt', '/plain/a.txt'],
    ['/link/b/a.txt', '/real/project/b/a.txt'],
    ['/linked/a.txt', '/linked/a.txt'],
    ['/elsewhere/a.txt', '/elsewhere/a.txt'],
  ] as const)
    it(`${file}: ${real}`, () => {
      assert.equal(realPath(resolve(file), folders), resolve(real));
    });
});
