import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { foreignCommit } from '../../../../src/node/checkpoints/foreignCommit';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { newFolder, newRepo, removeFolders } from './repo';
import { World } from './store';

describe('a commit of another tool', () => {
  afterEach(removeFolders);

  it('is compared with and read from, and is no checkpoint to return to, rename or remove', async () => {
    const world = new World(newRepo({ a: 'a\n', b: 'b\n' }));
    const { repo, store } = world;
    const commit = repo.git('rev-parse', 'HEAD');
    repo.write({ a: 'changed\n', c: 'c\n' });
    assert.deepEqual(await store.changes(commit), [
      { path: 'a', what: 'changed' },
      { path: 'c', what: 'added' },
    ]);
    assert.equal((await store.fileAt(commit, 'a'))?.toString(), 'a\n');
    for (const refused of [await store.preview(commit), await store.rename(commit, 'x')])
      assert.ok(refused && 'refused' in refused && refused.refused.code === 'no_such_checkpoint');
    await store.remove([commit]);
    assert.equal(await world.shown(), '');
    assert.equal(repo.git('cat-file', '-t', commit), 'commit');
  });

  it('that is gone is told as such (case 16, D6)', async () => {
    const { store } = new World(newRepo({ a: 'a\n' }));
    const changes = await store.changes('f'.repeat(40));
    assert.ok('refused' in changes);
    assert.equal(
      changes.refused.detail,
      'This repository has no commit fffffff: it was squashed or rebased and then cleaned away, or it was made in another clone.',
    );
    assert.equal(await store.fileAt('f'.repeat(40), 'a'), undefined);
  });

  it('is there or gone in the repositories of real runs', async function () {
    const samples = resolve('..', 'shared', 'samples', 'runr');
    if (!existsSync(samples)) {
      if (this.test) this.test.title += ' (absent: ../shared/samples/runr)';
      return this.skip();
    }
    const standing = async (sample: string, commit: string): Promise<string> => {
      const top = newFolder();
      execFileSync('git', ['clone', '--quiet', resolve(samples, sample, 'repo.bundle'), top], {
        stdio: 'ignore',
      });
      const found = await foreignCommit({ git: gitCommand, top }, commit);
      return 'record' in found ? 'there' : found.refused.code;
    };
    assert.deepEqual(
      [
        await standing('e1-done', '5ed412ba00857e37191f450af21bd22d2340096a'),
        await standing('e3', 'f2b26b6dcb70d428220a9137a7bc5407456ef1a9'),
        await standing('e4', 'd37f9d55d585216dec00d7cf63e2e41dda3b3eb3'),
      ],
      ['there', 'object_missing', 'there'],
    );
  });
});
