import assert from 'node:assert/strict';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { startLastSteps } from '../../../../src/node/checkpoints/lastSteps';
import { assertSound, newRepo, removeFolders, untouched } from './repo';

describe('the last steps of a checkpoint', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('write the commit and the ref', async () => {
    const repo = newRepo({ a: 'a\n' });
    const [head, tree] = [repo.git('rev-parse', 'HEAD'), repo.git('rev-parse', 'HEAD^{tree}')];
    const last = startLastSteps(gitCommand, repo.top, AbortSignal.timeout(20_000));
    const committed = await last.commit({ tree, parents: [head], message: 'One\n\ntwo\n' });
    const sha = committed.stdout.toString().trim();
    assert.equal((await last.publish('refs/stage-runner/checkpoints/x', sha)).code, 0);
    const format = '--format=%T %P %an <%ae> %cn <%ce>%n%B';
    assert.equal(
      repo.git('log', '-1', format, 'refs/stage-runner/checkpoints/x').trim(),
      `${tree} ${head} Stage Runner <stage-runner@localhost> Stage Runner <stage-runner@localhost>\nOne\n\ntwo`,
    );
    assertSound(repo);
  });

  it('that are left write nothing, and their git ends', async () => {
    const repo = newRepo({ a: 'a\n' });
    const before = untouched(repo);
    const objects = repo.git('count-objects');
    const ends: Promise<unknown>[] = [];
    const git: GitCommand = (asked) => {
      const answer = gitCommand(asked);
      ends.push(answer);
      return answer;
    };
    startLastSteps(git, repo.top, AbortSignal.timeout(20_000)).leave();
    assert.equal((await Promise.all(ends)).length, 2);
    assert.deepEqual(untouched(repo), before);
    assert.equal(repo.git('count-objects'), objects);
  });
});
