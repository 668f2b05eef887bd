import assert from 'node:assert/strict';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { manualPoint } from '../../../../src/node/checkpoints/manualPoint';
import { newFolder, removeFolders, Repo } from './repo';

describe('the rollback point by hand', () => {
  afterEach(removeFolders);

  function repository(): Repo {
    const repo = new Repo(newFolder());
    repo.git('init', '--quiet', '--initial-branch=main');
    repo.git('config', 'user.name', 'T');
    repo.git('config', 'user.email', 't@localhost');
    return repo;
  }
  const point = (repo: Repo): Promise<string> => manualPoint(gitCommand, repo.top, 'The *tag* is taken.');
  const commands = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('    '));

  it('is the commit itself where nothing else is there', async () => {
    const repo = repository().write({ a: 'one' }).commit();
    // Then git's own short name of the branch is another.
    repo.git('tag', 'main');
    const text = await point(repo);
    const sha = repo.git('rev-parse', 'HEAD');
    assert.match(
      text,
      new RegExp(`^HEAD is commit ${sha} on branch main; 0 files are not committed\\.$`, 'm'),
    );
    assert.match(text, /^No marker could be made: The \\\*tag\\\* is taken\.$/m);
    assert.deepEqual(commands(text), [`    git restore --source ${sha} --staged --worktree -- :/`]);
  });

  it('is a commit to be made where there is more, and the way back works', async () => {
    const repo = repository().write({ a: 'one' }).commit().write({ a: 'two', 'sub/new': 'new' });
    const text = await point(repo);
    assert.match(text, /on branch main; 2 files are not committed\.$/m);
    const [add, commit, print, back] = commands(text).map((line) => line.trim().split(' ').slice(1));
    assert.ok(add && commit && print && back);
    repo.git(...add);
    repo.git('commit', '--quiet', '--message', 'Before the run');
    const sha = repo.git(...print);
    repo.write({ a: 'three', 'sub/new': 'newer' });
    repo.git(...back.map((word) => (word === 'COMMIT' ? sha : word)));
    assert.deepEqual([repo.read('a'), repo.read('sub/new')], ['two', 'new']);
  });

  it('says so without a commit, and without a repository', async () => {
    for (const repo of [repository().write({ a: 'one' }), new Repo(newFolder())]) {
      const text = await point(repo);
      assert.match(text, /^git names no commit to go back to\.$/m);
      assert.equal(commands(text).length, 4);
    }
  });
});
