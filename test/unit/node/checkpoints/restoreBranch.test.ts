import assert from 'node:assert/strict';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newRepo, removeFolders, filesOnDisk, type Repo, assertSound } from './repo';
import { RestoreBed } from './restoreBed';

const both = { what: 'files_and_branch' as const };

async function twoCommitsLater(): Promise<{
  repo: Repo;
  bed: RestoreBed;
  target: Awaited<ReturnType<RestoreBed['take']>>;
}> {
  const repo = newRepo({ a: 'a\n', b: 'b\n' });
  const bed = new RestoreBed(repo.top);
  repo.write({ a: 'not committed then\n' });
  const target = await bed.take('then');
  repo.write({ a: 'a2\n', c: 'c\n' }).commit('One').write({ b: 'b3\n' }).commit('Two');
  repo.write({ c: 'c4\n', d: 'd\n' });
  return { repo, bed, target };
}

function head(repo: Repo): string {
  return `${repo.git('symbolic-ref', 'HEAD')} ${repo.git('rev-parse', 'HEAD')}`;
}

describe('"Files and branch"', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('moves the branch with the files; what is staged is the new HEAD; Undo brings both back', async () => {
    const { repo, bed, target } = await twoCommitsLater();
    const [was, disk] = [head(repo), filesOnDisk(repo.top)];
    const { safety, branchProblem } = await bed.restored(target, both);
    assert.equal(branchProblem, undefined);
    assert.equal(head(repo), `refs/heads/main ${target.git?.head ?? ''}`);
    assert.equal(repo.run(['status', '--porcelain']), ' M a\n');
    assert.deepEqual(filesOnDisk(repo.top), ['file a = not committed then\n', 'file b = b\n']);
    const tip = was.split(' ')[1] ?? '';
    assert.equal(repo.git('for-each-ref', '--format=%(refname)', '--contains', tip), safety.git?.ref);
    assert.equal(repo.git('reflog', '-1', '--format=%gs', 'main'), 'stage-runner: files and branch');

    const preview = await bed.see(safety);
    assert.deepEqual(preview.branch, {
      name: 'main',
      from: target.git?.head,
      to: tip,
      leaves: 0,
      undo: true,
    });
    await bed.restored(safety);
    assert.equal(head(repo), was);
    assert.deepEqual(filesOnDisk(repo.top), disk);
    assert.equal(repo.run(['status', '--porcelain']), ' M c\n?? d\n');
    assertSound(repo);
  });

  it('is not done by a restore of files alone, nor by its undo', async () => {
    const { repo, bed, target } = await twoCommitsLater();
    const was = head(repo);
    const { safety } = await bed.restored(target);
    assert.equal(head(repo), was);
    assert.deepEqual((await bed.see(safety)).branch, { why: 'The branch main is where it was.' });
    await bed.restored(safety);
    assert.equal(head(repo), was);
  });

  it('is not undone by itself when there are commits since', async () => {
    const { repo, bed, target } = await twoCommitsLater();
    const { safety } = await bed.restored(target, both);
    repo.commit('Three');
    const preview = await bed.see(safety);
    assert.ok('leaves' in preview.branch);
    assert.deepEqual([preview.branch.leaves, preview.branch.undo], [1, undefined]);
    const was = head(repo);
    await bed.restored(safety);
    assert.equal(head(repo), was);
  });

  const impossible: Readonly<Record<string, readonly [(repo: Repo) => void, RegExp]>> = {
    'HEAD is detached': [(repo) => repo.git('switch', '-q', '--detach'), /HEAD is detached/],
    'another branch is checked out': [
      (repo) => repo.git('switch', '-q', '-c', 'other'),
      /made on main, not on other/,
    ],
    'a staged content is nowhere else': [
      (repo) => {
        repo.write({ b: 'staged\n' }).git('add', 'b');
        repo.write({ b: 'and on\n' });
      },
      /1 staged files are not as they are on the disk/,
    ],
  };
  for (const [name, [happens, why]] of Object.entries(impossible))
    it(`is not offered where ${name}, and refused when asked for; the files can go back`, async () => {
      const { repo, bed, target } = await twoCommitsLater();
      happens(repo);
      const preview = await bed.see(target);
      assert.match('why' in preview.branch ? preview.branch.why : '', why);
      const refused = await bed.refused(target, { ...both, preview });
      assert.equal(refused.code, 'branch_not_movable');
      assert.equal(repo.read('c'), 'c4\n');
      await bed.restored(target, { preview });
    });

  it('is refused when the branch has moved since the preview', async () => {
    const { repo, bed, target } = await twoCommitsLater();
    const preview = await bed.see(target);
    repo.git('commit', '-q', '--allow-empty', '-m', 'Meanwhile');
    assert.equal((await bed.refused(target, { ...both, preview })).code, 'branch_not_movable');
    assert.equal(repo.read('c'), 'c4\n');
  });

  it('leaves the branch where it was when the index stays locked, and says so', async () => {
    const { repo, bed, target } = await twoCommitsLater();
    const was = head(repo);
    const lock = join(repo.top, '.git', 'index.lock');
    writeFileSync(lock, '');
    const { branchProblem } = await bed.restored(target, both);
    assert.match(branchProblem ?? '', /lock/);
    assert.equal(head(repo), was);
    rmSync(lock);
    assert.equal(repo.read('a'), 'not committed then\n');
  });
});
