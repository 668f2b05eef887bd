import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { newRepo, removeFolders } from './repo';
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
