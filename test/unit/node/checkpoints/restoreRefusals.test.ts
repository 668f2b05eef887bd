import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { assertSound, filesOnDisk, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';

/** Does something else just before git is asked for the first time with this argument. */
function meanwhile(argument: string, happens: () => void): GitCommand {
  let happened = false;
  return (asked) => {
    if (!happened && asked.args.includes(argument)) {
      happened = true;
      happens();
    }
    return gitCommand(asked);
  };
}

function refs(repo: Repo): string {
  return repo.git('for-each-ref', '--format=%(refname)', 'refs/stage-runner');
}

describe('a restore that is refused', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  const busy: Readonly<Record<string, readonly [string, (repo: Repo) => void]>> = {
    'during a merge': ['in_progress', (repo) => diverge(repo, 'merge', 'other')],
    'during a rebase': ['in_progress', (repo) => diverge(repo, 'rebase', 'other')],
    'during a cherry-pick': ['in_progress', (repo) => diverge(repo, 'cherry-pick', 'other')],
    'during a bisect': ['in_progress', (repo) => repo.git('bisect', 'start')],
    'with a conflict in the index': [
      'unmerged',
      (repo) => {
        diverge(repo, 'merge', 'other');
        rmSync(join(repo.top, '.git', 'MERGE_HEAD'));
      },
    ],
  };
  for (const [name, [code, begin]] of Object.entries(busy))
    it(`${name} says so, with the way out`, async () => {
      const repo = newRepo();
      const bed = new RestoreBed(repo.top);
      const target = await bed.take('then');
      begin(repo);
      const before = [filesOnDisk(repo.top), refs(repo)];
      const refused = await bed.refused(target);
      assert.equal(refused.code, code);
      assert.match(refused.wayOut, /git|Resolve/);
      assert.deepEqual([filesOnDisk(repo.top), refs(repo)], before);
    });

  it('because its commit is gone, its worktree is another, or it never held anything', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    const { git, ...bare } = target;
    assert.ok(git);
    assert.equal((await bed.refused(bare)).code, 'nothing_held');
    assert.equal(
      (await bed.refused({ ...target, git: { ...git, sha: 'f'.repeat(40) } })).code,
      'object_missing',
    );
    assert.equal(
      (await bed.refused({ ...target, git: { ...git, worktree: '/elsewhere' } })).code,
      'other_worktree',
    );
  });

  it('because a content is missing, before anything is touched', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    repo.write({ b: 'only in the checkpoint\n', c: 'c\n' });
    const target = await bed.take('then');
    repo.remove('b', 'c');
    const sha = repo.git('rev-parse', `${target.git?.sha ?? ''}:b`);
    rmSync(join(repo.top, '.git', 'objects', sha.slice(0, 2), sha.slice(2)));
    assert.equal((await bed.refused(target)).code, 'object_missing');
    assert.deepEqual(filesOnDisk(repo.top), ['file a = a\n']);
  });

  it('because the list of a folder’s files is missing since the preview', async () => {
    const repo = newRepo({ 'in/a': 'a\n' });
    const bed = new RestoreBed(repo.top);
    repo.write({ 'in/a': 'then\n' });
    const target = await bed.take('then');
    repo.write({ 'in/a': 'now\n' });
    const preview = await bed.see(target);
    const folder = repo.git('rev-parse', `${target.git?.tree ?? ''}:in`);
    repo.remove(`.git/objects/${folder.slice(0, 2)}/${folder.slice(2)}`);
    assert.equal((await bed.refused(target, { preview })).code, 'object_missing');
    assert.equal(repo.read('in/a'), 'now\n');
    assert.equal(await bed.unfinished(), undefined);
  });

  it('because the tree is not as the preview saw it; no safety checkpoint remains', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n' });
    const preview = await bed.see(target);
    repo.write({ a: 'a3\n' });
    const before = refs(repo);
    assert.equal((await bed.refused(target, { preview })).code, 'changed_since_preview');
    assert.equal(repo.read('a'), 'a3\n');
    assert.equal(refs(repo), before);
    assert.deepEqual((await bed.log()).restores, []);
  });

  it('because a file changed while the safety checkpoint was made; that is taken back', async () => {
    const repo = newRepo();
    const target = await new RestoreBed(repo.top).take('then');
    repo.write({ a: 'a2\n' });
    const before = refs(repo);
    const bed = new RestoreBed(
      repo.top,
      meanwhile('--batch-check=%(objectname)', () => repo.write({ a: 'a3\n' })),
    );
    assert.equal((await bed.refused(target)).code, 'changed_meanwhile');
    assert.equal(repo.read('a'), 'a3\n');
    assert.equal(refs(repo), before);
  });

  for (const [what, happens] of Object.entries({
    changed: (repo: Repo) => repo.write({ a: 'a3\n' }),
    'in the place of one that comes back': (repo: Repo) => repo.write({ back: 'mine\n' }),
  }))
    it(`because a file is ${what} at the last moment; nothing is overwritten, and it is written down`, async () => {
      const repo = newRepo({ a: 'a\n', back: 'b\n' });
      const target = await new RestoreBed(repo.top).take('then');
      repo.write({ a: 'a2\n' }).remove('back');
      let now: string[] = [];
      const late = meanwhile('read-tree', () => {
        happens(repo);
        now = filesOnDisk(repo.top);
      });
      const bed = new RestoreBed(repo.top, late);
      assert.equal((await bed.refused(target)).code, 'changed_meanwhile');
      assert.deepEqual(filesOnDisk(repo.top), now);
      assert.equal((await bed.log()).restores[0]?.ended?.outcome, 'refused');
      assert.equal(await bed.unfinished(), undefined);
    });

  it('because a run began at the last moment; no safety checkpoint remains', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n' });
    const before = refs(repo);
    const refused = await bed.refused(target, {
      liveRun: (worktree) => Promise.resolve(`R1 in ${worktree}`),
    });
    assert.equal(refused.code, 'run_live');
    assert.match(refused.detail, new RegExp(`R1 in ${repo.top}`));
    assert.equal(repo.read('a'), 'a2\n');
    assert.equal(refs(repo), before);
    assert.equal((await bed.log()).restores[0]?.ended?.outcome, 'refused');
  });

  it('because something that no checkpoint holds is in the way, which it names', async () => {
    const repo = newRepo({ '.gitignore': 'out/\n', out: 'a file then\n', a: 'a\n' });
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.remove('out').write({ 'out/b/c': 'ignored, and only here\n', a: 'a2\n' });
    const refused = await bed.refused(target);
    assert.equal(refused.code, 'in_the_way');
    assert.match(refused.detail, /^out\/b\/c is not held/);
    assert.equal(repo.read('a'), 'a2\n');
  });
});

describe('a restore after which something is stray', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('stops, says what, and counts as ended', async () => {
    const repo = newRepo({ a: 'a\n', b: 'b\n' });
    const target = await new RestoreBed(repo.top).take('then');
    repo.write({ a: 'a2\n' });
    let merged = false;
    const bed = new RestoreBed(repo.top, (asked) => {
      if (merged) repo.write({ b: 'written by something that still runs\n', 'new/file': 'n\n' });
      merged = asked.args.includes('read-tree');
      return gitCommand(asked);
    });
    const result = await bed.restore(target);
    assert.deepEqual('stray' in result && result.stray.toSorted(), ['b', 'new/file']);
    const [restore] = (await bed.log()).restores;
    assert.equal(restore?.ended?.outcome, 'stray_changes');
    assert.deepEqual(restore.ended.stray?.toSorted(), ['b', 'new/file']);
    assertSound(repo);
  });

  it('or whose end cannot be written down, is not over for the same window either', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n' });
    let looks = 0;
    const now = (): Date => {
      looks += 1;
      if (looks > 1) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      return new Date();
    };
    await assert.rejects(bed.restore(target, { now }), /ENOSPC/);
    assert.equal(repo.read('a'), 'a\n');
    const unfinished = await bed.unfinished();
    assert.ok(unfinished);
    await bed.restored(await bed.recorded(unfinished.safety.id));
    assert.equal(repo.read('a'), 'a2\n');
    assert.equal(await bed.unfinished(), undefined);
  });

  it('because git could not write everything, says what is missing', async () => {
    const repo = newRepo({ a: 'a\n', '.gitattributes': 'bad filter=broken\n', bad: 'b\n' });
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n' }).remove('bad');
    repo.git('config', 'filter.broken.smudge', 'false');
    repo.git('config', 'filter.broken.required', 'true');
    repo.git('config', 'filter.broken.clean', 'cat');
    const result = await bed.restore(target);
    assert.deepEqual('stray' in result && result.stray, ['bad']);
    repo.git('config', '--remove-section', 'filter.broken');
    assert.ok('safety' in result);
    await bed.restored(result.safety);
    assert.equal(repo.read('a'), 'a2\n');
  });
});

/** Two branches that changed the same line, and a command that stops at it. */
function diverge(repo: Repo, command: string, branch: string): void {
  repo.git('switch', '-q', '-c', branch);
  repo.write({ a: 'theirs\n' }).commit('Theirs').git('switch', '-q', 'main');
  repo.write({ a: 'ours\n' }).commit('Ours');
  assert.throws(() => repo.git(command, branch));
}
