import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { assertSound, filesOnDisk, newFolder, newRepo, removeFolders, Repo } from './repo';
import { RestoreBed } from './restoreBed';

describe('a restore whose git is killed', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('is not called done, although the killed git has left its lock', async () => {
    const repo = newRepo({ a: 'a\n' });
    const killed: GitCommand = (asked) => {
      if (!asked.args.includes('-m') || asked.index === undefined) return gitCommand(asked);
      writeFileSync(`${asked.index}.lock`, '');
      return Promise.resolve({ code: 'killed', stdout: Buffer.alloc(0), stderr: '' });
    };
    const bed = new RestoreBed(repo.top, killed);
    const target = await bed.take('then');
    repo.write({ a: 'b\n' });
    const result = await bed.restore(target);
    assert.ok('stray' in result, JSON.stringify(result));
    assert.deepEqual(result.stray, ['a']);
    assert.equal(repo.read('a'), 'b\n');
  });
});

describe('a restore where names of objects are SHA-256', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('goes there and back, also where something is left alone and something goes', async () => {
    const repo = new Repo(newFolder());
    repo.git('init', '--quiet', '--object-format=sha256');
    repo.git('config', 'user.name', 'Test');
    repo.git('config', 'user.email', 'test@example.invalid');
    repo.write({ a: 'a\n', large: 'small then\n' }).commit('Start');
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n', large: 'x'.repeat(2000), new: 'n\n' });
    const now = filesOnDisk(repo.top);
    const { restored, safety } = await bed.restored(target);
    assert.deepEqual(
      restored.map(({ path }) => path),
      ['a', 'new'],
    );
    assert.deepEqual(filesOnDisk(repo.top), ['file a = a\n', `file large = ${'x'.repeat(2000)}`]);
    await bed.restored(safety);
    assert.deepEqual(filesOnDisk(repo.top), now);
    assertSound(repo);
  });
});
