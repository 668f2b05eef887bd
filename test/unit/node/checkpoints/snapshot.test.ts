import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { assertSound, emptyRepo, newRepo, removeFolders, untouched } from './repo';
import { requestFor, taken } from './snapshotRequest';

describe('taking a snapshot', function () {
  this.timeout(20_000);
  after(removeFolders);

  it('holds changed, staged, deleted and untracked files, modes and symbolic links', async () => {
    const repo = newRepo({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'gone.txt': 'x\n', 'run.sh': 'echo\n', s: 's\n' });
    repo.write({ 'a.txt': 'changed\n', 'new/deep.txt': 'new\n', s: 'staged\n' }).remove('gone.txt');
    repo.git('add', 's');
    chmodSync(join(repo.top, 'run.sh'), 0o755);
    symlinkSync('a.txt', join(repo.top, 'link'));
    const before = untouched(repo);
    const { taken: checkpoint, leftOut } = await taken(takeSnapshot(requestFor(repo)));
    assert.deepEqual(repo.tree(checkpoint.sha), [
      '100644 a.txt = changed',
      '100644 b.txt = b',
      '120000 link = a.txt',
      '100644 new/deep.txt = new',
      '100755 run.sh = echo',
      '100644 s = staged',
    ]);
    assert.deepEqual(leftOut, []);
    assert.deepEqual(untouched(repo), before);
    assert.deepEqual(checkpoint, {
      ref: 'refs/stage-runner/checkpoints/01TEST',
      sha: repo.git('rev-parse', 'refs/stage-runner/checkpoints/01TEST'),
      tree: repo.git('rev-parse', 'refs/stage-runner/checkpoints/01TEST^{tree}'),
      head: repo.git('rev-parse', 'main'),
      branch: 'main',
      worktree: repo.top,
      files_changed: 6,
    });
    assertSound(repo);
  });

  it('takes an unborn branch, with and without files', async () => {
    const repo = emptyRepo();
    const first = await taken(
      takeSnapshot(requestFor(repo, { ref: 'refs/stage-runner/checkpoints/01EMPTY' })),
    );
    assert.deepEqual(repo.tree(first.taken.sha), []);
    repo.write({ a: 'a\n', b: 'b\n' }).git('add', 'a');
    const before = untouched(repo);
    const second = await taken(takeSnapshot(requestFor(repo)));
    assert.deepEqual(repo.tree(second.taken.sha), ['100644 a = a', '100644 b = b']);
    assert.equal(second.taken.head, undefined);
    assert.equal(second.taken.branch, 'main');
    assert.equal(repo.git('log', '--format=%P', second.taken.sha), '');
    assert.deepEqual(untouched(repo), before);
  });
});
