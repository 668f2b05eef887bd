import assert from 'node:assert/strict';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { takenUnlessKilled } from './otherProcess';
import { assertSound, newRepo, removeFolders, untouched } from './repo';
import { requestFor, taken } from './snapshotRequest';

describe('taking a snapshot, killed', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('before any of its git commands leaves the repository sound and the next one possible', async () => {
    const repo = newRepo({ a: 'a\n', b: 'b\n' }).write({ a: 'changed\n', new: 'new\n' }).remove('b');
    repo.git('add', 'a');
    const before = untouched(repo);
    let command = 1;
    for (; takenUnlessKilled(repo, command) === undefined; command += 1) {
      assert.deepEqual(untouched(repo), before, `killed before git command ${command}`);
      assert.equal(repo.git('for-each-ref', 'refs/stage-runner'), '');
      assertSound(repo);
    }
    // status, rev-parse, update-index twice, write-tree, hash-object, update-ref
    assert.equal(command, 8);
    const next = requestFor(repo, { ref: 'refs/stage-runner/checkpoints/02NEXT' });
    const { taken: checkpoint } = await taken(takeSnapshot(next));
    assert.deepEqual(repo.tree(checkpoint.sha), ['100644 a = changed', '100644 new = new']);
    assert.deepEqual(untouched(repo), before);
  });
});
