import assert from 'node:assert/strict';
import { filesOnDisk, newRepo, removeFolders, untouched, assertSound } from './repo';
import { RestoreBed } from './restoreBed';

describe('returning to a checkpoint', () => {
  after(removeFolders);

  it('brings every file back, and Undo brings the present back', async () => {
    const repo = newRepo({ a: 'a\n', 'dir/b': 'b\n', gone: 'g\n' });
    const bed = new RestoreBed(repo.top);
    repo.write({ a: 'a1\n', new1: 'n\n' });
    const then = filesOnDisk(repo.top);
    const target = await bed.take('before');
    repo.write({ a: 'a2\n', new2: 'n\n' }).remove('gone', 'new1');
    const now = filesOnDisk(repo.top);
    const preview = await bed.see(target);
    assert.deepEqual(
      preview.changes.map(({ path, what }) => `${what} ${path}`),
      ['changed a', 'deleted gone', 'deleted new1', 'added new2'],
    );
    const { safety, restored } = await bed.restored(target, { preview });
    assert.deepEqual(restored, preview.changes);
    assert.deepEqual(filesOnDisk(repo.top), then);
    await bed.restored(safety);
    assert.deepEqual(filesOnDisk(repo.top), now);
    assertSound(repo);
    void untouched;
  });
});
