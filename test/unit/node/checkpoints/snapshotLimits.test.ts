import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LeftOut } from '../../../../src/core/checkpoints/checkpoint';
import type { SnapshotRequest } from '../../../../src/node/checkpoints/ports';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { takenByOrdinaryPerson } from './otherProcess';
import { assertSound, emptyRepo, newFolder, newRepo, removeFolders, Repo, untouched } from './repo';
import { RestoreBed } from './restoreBed';
import { requestFor, taken } from './snapshotRequest';

/** Limits of the requests: 1,000 bytes a file, 5 untracked files a folder. */
const LARGE = 'x'.repeat(1001);

const numbered = (folder: string, count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}f${index}`, `${index}\n`]));

async function held(
  repo: Repo,
  changed: Partial<SnapshotRequest> = {},
): Promise<{ paths: string[]; tree: string[]; leftOut: readonly LeftOut[]; files: number }> {
  const before = untouched(repo);
  const result = await taken(takeSnapshot(requestFor(repo, changed)));
  assert.deepEqual(untouched(repo), before);
  assertSound(repo);
  const tree = repo.tree(result.taken.sha);
  const paths = tree.map((line) => line.replace(/^\d+ (.*) = [^]*$/, '$1'));
  return { paths, tree, leftOut: result.leftOut, files: result.taken.files_changed };
}

describe('what a snapshot leaves out', function () {
  this.timeout(20_000);
  after(removeFolders);

  it('is an untracked file above the limit, never one at the limit', async () => {
    const repo = newRepo().write({ large: LARGE, fits: 'x'.repeat(1000) });
    const { paths, leftOut, files } = await held(repo);
    assert.deepEqual(paths, ['a', 'fits']);
    assert.deepEqual(leftOut, [{ path: 'large', reason: 'too_large', size: 1001 }]);
    assert.equal(files, 1);
  });

  it('is a tracked file that grew beyond it: the tree keeps what the index has', async () => {
    const repo = newRepo({ grew: 'old\n', staged: 'old\n' }).write({ grew: LARGE, staged: 'staged\n' });
    repo.git('add', 'staged');
    repo.write({ staged: `${LARGE}!` });
    const { tree, leftOut } = await held(repo);
    assert.deepEqual(tree, ['100644 grew = old', '100644 staged = staged']);
    assert.deepEqual(leftOut, [
      { path: 'grew', reason: 'too_large', size: 1001 },
      { path: 'staged', reason: 'too_large', size: 1002 },
    ]);
  });

  it('is a conflict above it: the tree has our side', async () => {
    const repo = newRepo({ a: 'base\n' });
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.write({ a: LARGE }).commit();
    repo.git('checkout', '--quiet', 'main');
    repo.write({ a: 'main\n' }).commit();
    assert.throws(() => repo.git('merge', 'side'));
    const { tree, leftOut } = await held(repo);
    assert.deepEqual(tree, ['100644 a = main']);
    assert.deepEqual(
      leftOut.map(({ path, reason }) => `${path} ${reason}`),
      ['a too_large'],
    );
  });

  it('is no tracked file that was large all along', async () => {
    const { paths, leftOut } = await held(newRepo({ large: LARGE }).write({ new: 'n\n' }));
    assert.deepEqual(paths, ['large', 'new']);
    assert.deepEqual(leftOut, []);
  });

  it('is a folder with more untracked files than the limit, the innermost that will do', async () => {
    const repo = newRepo({ 'src/a': 'a\n' }).write({
      ...numbered('src/out/deep/', 4),
      ...numbered('src/out/', 2),
      ...numbered('src/', 5),
      ...numbered('exact/', 5),
      ...numbered('', 9),
    });
    const { paths, leftOut } = await held(repo);
    assert.deepEqual(leftOut, [{ path: 'src/out/', reason: 'too_many', files: 6 }]);
    const expected = [
      ...Object.keys({ ...numbered('exact/', 5), ...numbered('', 9), ...numbered('src/', 5) }),
    ];
    assert.deepEqual(paths.sort(), [...expected, 'src/a'].sort());
  });

  it('names only the outermost of folders in folders, with all their files', async () => {
    const repo = newRepo().write({ ...numbered('modules/one/', 6), ...numbered('modules/', 6) });
    const { paths, leftOut } = await held(repo);
    assert.deepEqual(leftOut, [{ path: 'modules/', reason: 'too_many', files: 12 }]);
    assert.deepEqual(paths, ['a']);
  });

  it('are only the untracked files of a folder that has tracked ones too', async () => {
    const repo = newRepo({ 'src/kept': 'old\n' }).write({ 'src/kept': 'new\n', ...numbered('src/', 6) });
    const { tree, leftOut } = await held(repo);
    assert.deepEqual(tree, ['100644 src/kept = new']);
    assert.deepEqual(leftOut, [{ path: 'src/', reason: 'too_many', files: 6 }]);
  });

  it('is a repository inside the repository, with commits, without, and a worktree', async () => {
    const repo = newRepo();
    const nested = emptyRepo(join(repo.top, 'nested')).write({ n: 'n\n' }).commit();
    const bare = emptyRepo(join(repo.top, 'deep/empty')).write({ e: 'e\n' });
    repo.git('worktree', 'add', '--quiet', join(repo.top, 'wt'));
    const before = [...untouched(nested), ...untouched(bare)];
    const { paths, leftOut } = await held(repo);
    assert.deepEqual(paths, ['a']);
    assert.deepEqual(
      leftOut,
      ['deep/empty/', 'nested/', 'wt/'].map((path) => ({ path, reason: 'nested_repository' })),
    );
    assert.deepEqual([...untouched(nested), ...untouched(bare)], before);
  });

  it('are uncommitted changes of a submodule, whose commit is held', async () => {
    const library = newRepo({ lib: 'lib\n' });
    const repo = newRepo();
    for (const name of ['clean', 'dirty', 'moved', 'untracked']) {
      repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.top, name);
    }
    repo.git('config', '-f', '.gitmodules', 'submodule.dirty.ignore', 'all');
    repo.commit();
    const inside = (name: string): Repo => new Repo(join(repo.top, name));
    inside('dirty').write({ lib: 'changed\n' });
    inside('untracked').write({ new: 'new\n' });
    inside('moved').git(
      '-c',
      'user.name=T',
      '-c',
      'user.email=t@e',
      'commit',
      '-q',
      '--allow-empty',
      '-mMoved',
    );
    const { tree, leftOut, files } = await held(repo);
    const start = library.git('rev-parse', 'HEAD');
    assert.deepEqual(tree.slice(2), [
      `160000 clean = ${start}`,
      `160000 dirty = ${start}`,
      `160000 moved = ${inside('moved').git('rev-parse', 'HEAD')}`,
      `160000 untracked = ${start}`,
    ]);
    assert.deepEqual(leftOut, [
      { path: 'dirty/', reason: 'submodule_changes' },
      { path: 'untracked/', reason: 'submodule_changes' },
    ]);
    assert.equal(files, 1);
  });

  it('is what a person may not read, one file or a whole folder', function () {
    if (process.platform === 'win32') this.skip();
    const repo = newRepo({ a: 'a\n', tracked: 't\n', 'closed/in': 'in\n' });
    repo.write({ '.git/info/exclude': 'held\n', held: 'h\n' });
    repo.write({ a: 'changed\n', tracked: 'secret\n', secret: 's\n', fine: 'f\n' });
    const closed = ['tracked', 'secret', 'held', 'closed'].map((name) => join(repo.top, name));
    for (const path of closed) chmodSync(path, 0);
    const result = takenByOrdinaryPerson(repo, { alsoHold: ['held'] });
    for (const path of closed) chmodSync(path, 0o755);
    assert.ok('taken' in result, JSON.stringify(result));
    assert.deepEqual(repo.tree(result.taken.sha), [
      '100644 a = changed',
      '100644 closed/in = in',
      '100644 fine = f',
      '100644 tracked = t',
    ]);
    assert.deepEqual(result.leftOut.map(({ path, reason }) => `${path} ${reason}`).sort(), [
      'closed/ unreadable',
      'held unreadable',
      'secret unreadable',
      'tracked unreadable',
    ]);
    assertSound(repo);
  });

  it('is what git does not hold for its encoding, each such file, and nothing else', async () => {
    const repo = newRepo({ '.gitattributes': '*.u working-tree-encoding=UTF-16\n', a: 'a\n', 'old.u': '' });
    repo.write({ 'old.u': 'no mark\n', b: 'b\n' });
    repo.write(Object.fromEntries([1, 2, 3, 4].map((each) => [`${each} é'.u`, 'no byte order mark\n'])));
    const { paths, leftOut, files } = await held(repo);
    assert.deepEqual(paths, ['.gitattributes', 'a', 'b', 'old.u']);
    assert.deepEqual(
      leftOut.map(({ path, reason }) => `${path} ${reason}`).sort(),
      ["1 é'.u", "2 é'.u", "3 é'.u", "4 é'.u", 'old.u'].map((path) => `${path} refused_by_git`),
    );
    assert.equal(files, 1);
  });

  it('is what git does not hold for its name; it is not stray after a restore', async function () {
    if (process.platform === 'win32') this.skip();
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    repo.write({ a: 'a2\n', 'git~1': 'x\n', 'sub/.GIT': 'y\n' });
    const { paths, leftOut, files } = await held(repo);
    assert.deepEqual(paths, ['a']);
    assert.deepEqual(leftOut, [
      { path: 'git~1', reason: 'refused_by_git' },
      { path: 'sub/.GIT', reason: 'refused_by_git' },
    ]);
    assert.equal(files, 1);
    await bed.restored(target);
    assert.deepEqual([repo.read('a'), repo.read('git~1'), repo.read('sub/.GIT')], ['a\n', 'x\n', 'y\n']);
  });

  it('is not what is asked for although it is ignored, however large, unless it is a folder or not ours', async () => {
    const repo = newRepo({ '.gitignore': 'build\nmany\n', 'dir/x': 'x\n' });
    repo.write({ 'build/out': 'o\n', 'build/large': LARGE, 'build/folder/x': 'x\n', 'many/f0': '0\n' });
    emptyRepo(join(repo.top, 'build/nested')).write({ n: 'n\n' });
    const outside = newFolder();
    new Repo(outside).write({ secret: 's\n' });
    symlinkSync(outside, join(repo.top, 'build/away'));
    mkdirSync(join(repo.top, 'build/empty'));
    const alsoHold = [
      'build/out',
      'build/large',
      'build/folder',
      'build/nested/n',
      'build/away/secret',
      'build/away',
      'build/missing',
      'dir/x',
      `../${basename(outside)}/secret`,
      join(outside, 'secret'),
      '.git/config',
    ];
    const { paths } = await held(repo, { alsoHold });
    assert.deepEqual(paths, ['.gitignore', 'build/away', 'build/large', 'build/out', 'dir/x']);
  });
});
