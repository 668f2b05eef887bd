import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { assertSound, filesOnDisk, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';

/** Does what happens before the checkpoint, then what happens after it. */
interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly setUp?: (repo: Repo) => void;
  readonly before?: (repo: Repo) => void;
  readonly after: (repo: Repo) => void;
  /** Restored paths, each with what happened to it since. */
  readonly changes: readonly string[];
  /** Lines of the disk that stay as they are in the present; without it the disk is as it was. */
  readonly stays?: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'files changed, added and deleted, staged or not',
    files: { a: 'a\n', 'dir/b': 'b\n', gone: 'g\n' },
    before: (repo) => repo.write({ a: 'a1\n', untracked: 'u\n' }),
    after: (repo) => {
      repo.write({ a: 'a2\n', staged: 's\n' }).remove('gone', 'untracked').git('add', 'staged', 'a');
    },
    changes: ['changed a', 'deleted gone', 'added staged', 'deleted untracked'],
  },
  {
    name: 'commits since',
    after: (repo) => repo.write({ a: 'a2\n', b: 'b\n' }).commit('More'),
    changes: ['changed a', 'added b'],
  },
  {
    name: 'modes and symbolic links, also in the place of a folder',
    files: { run: 'r\n', link: 'file\n', 'folder/inside': 'i\n' },
    before: ({ top }) => symlinkSync('run', join(top, 'to')),
    after: (repo) => {
      chmodSync(join(repo.top, 'run'), 0o755);
      repo.remove('link', 'folder', 'to').write({ to: 'file\n' });
      symlinkSync('../outside', join(repo.top, 'link'));
      symlinkSync('..', join(repo.top, 'folder'));
    },
    changes: ['added folder', 'deleted folder/inside', 'changed link', 'changed run', 'changed to'],
  },
  {
    name: 'a file that became a folder, and a folder that became a file',
    files: { file: 'f\n', 'folder/a': 'a\n', 'folder/b/c': 'c\n' },
    after: (repo) => repo.remove('file', 'folder').write({ 'file/x': 'x\n', folder: 'f\n' }),
    changes: ['deleted file', 'added file/x', 'added folder', 'deleted folder/a', 'deleted folder/b/c'],
  },
  {
    name: 'names with blanks, line breaks, quotes, colons, dashes and other letters',
    before: (repo) => repo.write({ ' a "b"\n': '1\n', ':(glob)*': '2\n', '-rf': '3\n', 'ü/漢': '4\n' }),
    after: (repo) => repo.remove('ü', '-rf').write({ ' a "b"\n': '5\n', ':!x': '6\n', ':(glob)*': '7\n' }),
    changes: ['changed  a "b"\n', 'deleted -rf', 'added :!x', 'changed :(glob)*', 'deleted ü/漢'],
  },
  {
    name: 'line ends that git converts',
    setUp: (repo) => repo.git('config', 'core.autocrlf', 'true'),
    before: (repo) => repo.write({ dos: 'one\r\ntwo\r\n' }),
    after: (repo) => repo.write({ dos: 'one\r\n', dos2: 'x\r\n' }),
    changes: ['changed dos', 'added dos2'],
  },
  {
    name: 'a file that was touched, but not changed',
    after: ({ top }) => utimesSync(join(top, 'a'), 1, 1),
    changes: [],
  },
  {
    name: 'a file touched besides changed ones',
    after: (repo) => {
      repo.write({ a: 'other\n' }).git('add', 'a');
      repo.write({ a: 'a2\n' });
      utimesSync(join(repo.top, 'a'), 1, 1);
    },
    changes: ['changed a'],
  },
  {
    name: 'ignored files, which stay',
    files: { '.gitignore': '*.log\n' },
    before: (repo) => repo.write({ 'x.log': 'then\n' }),
    after: (repo) => repo.write({ 'x.log': 'now\n', 'dir/y.log': 'now\n', b: 'b\n' }),
    changes: ['added b'],
    stays: /^file .*\.log/,
  },
  {
    name: 'ignored files, when they were not ignored then',
    files: { '.gitignore': 'other\n' },
    after: (repo) => repo.write({ '.gitignore': 'dist/\n', 'dist/a': 'built\n', 'dist/b/c': 'built\n' }),
    changes: ['changed .gitignore'],
    stays: /^file dist/,
  },
  {
    name: 'files that were ignored then, and are held now',
    files: { '.gitignore': 'dist/\n' },
    before: (repo) => repo.write({ 'dist/a': 'built\n' }),
    after: (repo) => repo.write({ '.gitignore': 'other\n', 'dist/a': 'built again\n', b: 'b\n' }).commit(),
    changes: ['changed .gitignore', 'added b'],
    stays: /^file dist/,
  },
  {
    name: 'a file that is ignored now, but held by the checkpoint',
    files: { config: 'then\n' },
    after: (repo) => {
      repo.git('rm', '-q', '--cached', 'config');
      repo.write({ '.gitignore': 'config\n' }).git('add', '.gitignore');
      repo.git('commit', '-q', '-m', 'Ignore the configuration');
      repo.write({ config: 'mine, and in no commit\n' });
    },
    changes: ['added .gitignore', 'changed config'],
  },
  {
    name: 'what is too large, on either side',
    files: { large: 'small then\n' },
    before: (repo) => repo.write({ large2: 'x'.repeat(2000), large3: 'x'.repeat(2000) }),
    after: (repo) =>
      repo.write({ large: 'y'.repeat(2000), large2: 'small now\n', a: 'a2\n' }).remove('large3'),
    changes: ['changed a'],
    stays: /large/,
  },
  {
    name: 'a folder with too many files, but what is held of it',
    files: { 'many/held': 'h\n' },
    before: (repo) => repo.write(crowd('then')),
    after: (repo) => repo.write({ 'many/held': 'h2\n', ...crowd('now') }).remove('many/0'),
    changes: ['changed many/held'],
    stays: /many\/\d/,
  },
  {
    name: 'repositories inside, with and without commits',
    after: (repo) => {
      newRepoIn(repo, 'nested').commit();
      newRepoIn(repo, 'empty');
      repo.write({ a: 'a2\n' });
    },
    changes: ['changed a'],
    stays: /nested|empty/,
  },
  {
    name: 'files in the place of a repository of its own',
    files: { 'lib/a': 'a\n', lib2: 'file\n' },
    after: (repo) => {
      repo.remove('lib', 'lib2').write({ a: 'a2\n' });
      newRepoIn(repo, 'lib').commit();
      newRepoIn(repo, 'lib2');
    },
    changes: ['changed a'],
    stays: /^\w+ lib/,
  },
  {
    name: 'a sparse checkout, whose other files stay away',
    files: { 'in/a': 'a\n', 'out/b': 'b\n' },
    setUp: (repo) => repo.git('sparse-checkout', 'set', 'in'),
    after: (repo) => repo.write({ 'in/a': 'a2\n', 'in/new': 'n\n' }),
    changes: ['changed in/a', 'added in/new'],
  },
];

describe('returning to a checkpoint', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  for (const each of CASES)
    it(`brings back ${each.name}; Undo brings the present back`, async () => {
      const repo = newRepo({ a: 'a\n', ...each.files });
      each.setUp?.(repo);
      each.before?.(repo);
      const bed = new RestoreBed(repo.top);
      const then = filesOnDisk(repo.top);
      const target = await bed.take('then');
      each.after(repo);
      const now = filesOnDisk(repo.top);
      const gitFiles = inGit(repo);

      const preview = await bed.see(target);
      assert.deepEqual(
        preview.changes.map(({ path, what }) => `${what} ${path}`),
        each.changes,
      );
      const { safety, restored } = await bed.restored(target, { preview });
      assert.deepEqual(restored, preview.changes);
      const { stays } = each;
      const of = (lines: string[], side: boolean): string[] =>
        lines.filter((line) => stays?.test(line) === side);
      const expected = stays ? [...of(then, false), ...of(now, true)].sort() : then.toSorted();
      assert.deepEqual(filesOnDisk(repo.top).toSorted(), expected);
      assert.deepEqual(inGit(repo), gitFiles, 'index, HEAD, branches, stash, reflogs');

      await bed.restored(safety);
      assert.deepEqual(filesOnDisk(repo.top), now);
      assert.deepEqual(inGit(repo), gitFiles);
      assertSound(repo);
    });

  it('names a safety checkpoint after where it went, and writes down beginning and end', async () => {
    const repo = newRepo();
    const bed = new RestoreBed(repo.top);
    const target = await bed.take("Ann's");
    repo.write({ a: 'a2\n' });
    const { safety } = await bed.restored(target);
    assert.equal(safety.name, "before returning to ‘Ann's’");
    assert.equal(safety.kind, 'safety');
    const undo = await bed.restored(safety);
    assert.equal(undo.safety.name, "before undoing the return to ‘Ann's’");
    assert.equal((await bed.restored(undo.safety)).safety.name, safety.name);
    const log = await bed.log();
    assert.deepEqual(
      log.restores
        .slice(0, 1)
        .map(({ started, ended }) => [
          started.checkpoint.id,
          started.safety.id,
          ended?.outcome,
          ended?.files,
        ]),
      [[target.record_id, safety.record_id, 'restored', 1]],
    );
    assert.equal(await bed.unfinished(), undefined);
  });
});

function crowd(text: string): Record<string, string> {
  return Object.fromEntries([...Array(8).keys()].map((each) => [`many/${each}`, `${text} ${each}\n`]));
}

function newRepoIn(repo: Repo, path: string): Repo {
  const inner = newRepo({ inside: 'i\n' });
  execFileSync('mv', [inner.top, join(repo.top, path)]);
  return Object.assign(Object.create(Object.getPrototypeOf(repo) as object) as Repo, {
    top: join(repo.top, path),
  });
}

/** Everything of `.git` but objects, our own refs and our own data. */
function inGit(repo: Repo): string[] {
  const own = /^file (objects|refs\/stage-runner|stage-runner)\//;
  return filesOnDisk(join(repo.top, '.git')).filter((line) => !own.test(line));
}
