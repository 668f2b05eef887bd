import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOnDisk, newRepo, removeFolders } from './repo';
import { RestoreBed } from './restoreBed';

describe('files that git is told not to look at', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  for (const mark of ['--assume-unchanged', '--skip-worktree']) {
    it(`are held and given back, and keep their mark (${mark})`, async () => {
      const repo = newRepo({ 'in/a': 'a\n', b: 'b\n' });
      repo.write({ 'in/a': 'mine\n' }).git('update-index', mark, 'in/a');
      const index = readFileSync(join(repo.top, '.git/index'));
      const bed = new RestoreBed(repo.top);
      const target = await bed.take('then');
      assert.ok(repo.tree(target.git?.sha ?? '').includes('100644 in/a = mine'));
      const then = filesOnDisk(repo.top);
      repo.write({ 'in/a': 'mine, later\n', b: 'c\n' });
      const now = filesOnDisk(repo.top);
      const { safety } = await bed.restored(target);
      assert.deepEqual(filesOnDisk(repo.top), then);
      await bed.restored(safety);
      assert.deepEqual(filesOnDisk(repo.top), now);
      assert.deepEqual(readFileSync(join(repo.top, '.git/index')), index);
    });
  }
});
