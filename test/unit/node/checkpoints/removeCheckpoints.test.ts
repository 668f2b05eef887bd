import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refOf } from '../../../../src/core/checkpoints/checkpoint';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { assertSound, newRepo, removeFolders } from './repo';
import { World } from './store';

describe('removing checkpoints takes', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('ref and record, and nothing else', async () => {
    const world = new World(newRepo(), { tagPrefix: 'cp' });
    for (const id of ['a', 'b', 'c']) await world.take(id);
    rmSync(world.recordFile('b'));
    assert.equal(await world.store.remove(['a', 'b', 'none']), undefined);
    assert.equal(await world.shown(), 'c | cp c');
    assert.deepEqual(readdirSync(join(world.dataFolder, 'checkpoints')), ['c.json']);
    assert.equal(
      world.repo.git('for-each-ref', '--format=%(refname)'),
      `refs/heads/main\n${refOf('c')}\nrefs/tags/cp-02\nrefs/tags/cp-03`,
    );
    assertSound(world.repo);
  });

  it('nothing at all where git refuses', async () => {
    const world = new World(newRepo());
    for (const id of ['a', 'b']) await world.take(id);
    const lock = join(world.repo.top, '.git', `${refOf('b')}.lock`);
    appendFileSync(lock, '');
    assert.equal((await world.store.remove(['a', 'b']))?.refused.code, 'locked');
    assert.equal(await world.shown(), 'b | cp b\na | cp a');
    rmSync(lock);
    assert.equal(await world.store.remove(['a', 'b']), undefined);
    assert.equal(await world.shown(), '');
  });

  it('nothing at all where git does not tell which tags there are', async () => {
    const world = new World(newRepo(), {
      tagPrefix: 'cp',
      git: async (request) => {
        const asked = removing && request.args.includes('refs/tags/');
        return asked ? { code: 128, stdout: Buffer.alloc(0), stderr: 'fatal: no' } : gitCommand(request);
      },
    });
    let removing = false;
    await world.take('a');
    removing = true;
    assert.equal((await world.store.remove(['a']))?.refused.code, 'git_failed');
    assert.equal(await world.shown(), 'a | cp a');
  });

  it('never what a rollback can still be undone or finished with', async () => {
    const world = new World(newRepo());
    for (const id of ['target', 'safety', 'other', 'back']) await world.take(id);
    const entry = (type: string, id: string, more: object): void => {
      const at = '2026-01-01T00:00:09.000Z';
      appendFileSync(
        join(world.dataFolder, 'restores.jsonl'),
        `${JSON.stringify({ schema_version: 1, type, id, at, ...more })}\n`,
      );
    };
    const started = (checkpoint: string, safety: string): object => ({
      by: 'Ada',
      worktree: world.repo.top,
      checkpoint: { id: checkpoint, at: '2026-01-01T00:00:00.000Z', name: `cp ${checkpoint}` },
      safety: { id: safety, at: '2026-01-01T00:00:08.000Z' },
    });
    const code = async (id: string): Promise<string | undefined> =>
      (await world.store.remove([id]))?.refused.code;
    entry('restore_started', 'r1', started('target', 'safety'));
    assert.equal(await code('target'), 'restore_unfinished');
    assert.equal(await code('safety'), 'restore_unfinished');
    entry('restore_ended', 'r1', { outcome: 'restored', files: 1 });
    assert.equal(await code('safety'), 'undo_of_restore');
    assert.equal(await code('other'), undefined);
    entry('restore_started', 'r2', started('safety', 'back'));
    entry('restore_ended', 'r2', { outcome: 'restored', files: 1 });
    assert.equal(await code('back'), 'undo_of_restore');
    assert.equal(await code('safety'), undefined);
  });
});
