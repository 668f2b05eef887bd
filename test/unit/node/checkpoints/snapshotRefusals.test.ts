import assert from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CheckpointRefusal } from '../../../../src/core/checkpoints/checkpoint';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { snapshotWith, takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { processStart } from '../../../../src/node/processes/identity';
import { takenByOrdinaryPerson } from './otherProcess';
import { assertSound, newFolder, newRepo, removeFolders, Repo, untouched } from './repo';
import { refused, requestFor } from './snapshotRequest';

/** The environment as git and Node see it, changed for the time of one task. */
async function withEnvironment<T>(
  changed: Readonly<Record<string, string>>,
  task: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, changed);
  try {
    return await task();
  } finally {
    for (const key of Object.keys(changed)) Reflect.deleteProperty(process.env, key);
    Object.assign(process.env, before);
  }
}

/** Returns once no living process has this pid; the system may take a moment to end one that was told to. */
async function goneFromTheMachine(pid: number): Promise<void> {
  while ((await processStart(pid)) !== undefined) await delay(10);
}

/** Refuses, and shows that nothing but loose objects came of it. */
async function refusedCleanly(repo: Repo, take = takeSnapshot): Promise<CheckpointRefusal> {
  const before = untouched(repo);
  const refusal = await refused(take(requestFor(repo)));
  assert.deepEqual(untouched(repo), before);
  assert.equal(repo.git('for-each-ref', 'refs/stage-runner'), '');
  assertSound(repo);
  return refusal;
}

describe('a snapshot is refused', function () {
  this.timeout(20_000);
  after(removeFolders);

  it('without git', async () => {
    const refusal = await withEnvironment({ PATH: newFolder() }, () =>
      refused(takeSnapshot(requestFor({ top: newFolder() }))),
    );
    assert.equal(refusal.code, 'no_git');
  });

  it('outside of a repository, and where there is no folder', async () => {
    const top = newFolder();
    const refusal = await refused(takeSnapshot(requestFor({ top })));
    assert.deepEqual(
      [refusal.code, refusal.detail],
      ['not_a_repository', `${top} is not in a git repository.`],
    );
    const gone = await refused(takeSnapshot(requestFor({ top: join(top, 'gone') })));
    assert.equal(gone.code, 'folder_missing');
  });

  it('where git does not trust the folder', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const repo = newRepo();
    // git judges by the owner of the folder; only root can make it someone else's.
    chownSync(repo.top, 65_534, 65_534);
    chownSync(join(repo.top, '.git'), 65_534, 65_534);
    const refusal = await withEnvironment({ HOME: newFolder() }, () =>
      refused(takeSnapshot(requestFor(repo))),
    );
    assert.equal(refusal.code, 'unsafe_repository');
    assert.match(refusal.wayOut, /safe\.directory/);
  });

  it('in a bare repository and inside a .git folder', async () => {
    const bare = new Repo(newFolder());
    bare.git('init', '--quiet', '--bare');
    assert.equal((await refused(takeSnapshot(requestFor(bare)))).code, 'bare_repository');
    const repo = newRepo();
    const inside = await refused(takeSnapshot(requestFor({ top: join(repo.top, '.git') })));
    assert.equal(inside.code, 'no_worktree');
  });

  it('where the top folder is the home folder, also by way of a symbolic link', async () => {
    const repo = newRepo({ 'project/a': 'a\n' });
    const link = join(newFolder(), 'home');
    symlinkSync(repo.top, link);
    const folder = join(repo.top, 'project');
    const refusal = await withEnvironment({ HOME: link, USERPROFILE: link }, () =>
      refused(takeSnapshot(requestFor(repo, { folder }))),
    );
    assert.equal(refusal.code, 'home_folder');
  });

  it('where the top folder is the root of the file system', async () => {
    const atRoot: GitCommand = async (asked) => {
      if (asked.args[0] !== 'rev-parse') return gitCommand(asked);
      const stdout = Buffer.from(['false', '/.git', '/.git', '/.git/index', '/', ''].join('\n'));
      return Promise.resolve({ code: 0, stdout, stderr: '' });
    };
    assert.equal((await refused(snapshotWith(atRoot)(requestFor(newRepo())))).code, 'root_folder');
  });

  it('where .git may not be written', function () {
    if (process.platform === 'win32') this.skip();
    const repo = newRepo().write({ a: 'changed\n' });
    const before = untouched(repo);
    const closed = ['objects', 'refs', '.'].map((name) => join(repo.top, '.git', name));
    for (const folder of closed) chmodSync(folder, 0o555);
    const result = takenByOrdinaryPerson(repo);
    for (const folder of closed) chmodSync(folder, 0o755);
    assert.ok('refused' in result);
    assert.equal(result.refused.code, 'read_only');
    assert.match(result.refused.detail, /\.git[/\\]objects/);
    assert.deepEqual(untouched(repo), before);
  });

  it('where a required filter is missing, by its name and the path', async () => {
    const repo = newRepo({ '.gitattributes': '*.bin filter=lfs\n', 'my data.bin': 'pointer\n' });
    repo.git('config', 'filter.lfs.clean', 'no-such-program clean -- %f');
    repo.git('config', 'filter.lfs.required', 'true');
    repo.write({ 'my data.bin': 'a picture\n' });
    const refusal = await refusedCleanly(repo);
    assert.equal(refusal.code, 'filter_failed');
    assert.match(refusal.detail, /“lfs” .* my data\.bin failed/);
  });

  it('never where the filter is there, which then writes what git would commit', async () => {
    const repo = newRepo({ '.gitattributes': '*.bin filter=upper\n', 'a.bin': 'ONE\n' });
    repo.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    repo.git('config', 'filter.upper.required', 'true');
    repo.write({ 'a.bin': 'two\n' });
    const result = await takeSnapshot(requestFor(repo));
    assert.ok('taken' in result);
    assert.deepEqual(repo.tree(result.taken.sha)[1], '100644 a.bin = TWO');
  });

  it('when the time is up, with what took long, and git and its children are ended', async function () {
    if (process.platform === 'win32') this.skip();
    const repo = newRepo({ '.gitattributes': '*.bin filter=slow\n', 'a.bin': 'one\n' });
    const note = join(newFolder(), 'pid');
    // A filter that never ends by itself; it says who it is.
    repo.git('config', 'filter.slow.clean', `echo $$ > '${note}'; exec tail -f /dev/null`);
    repo.write({ 'a.bin': 'two!\n' });
    const before = untouched(repo);
    const refusal = await refused(takeSnapshot(requestFor(repo, { deadlineMs: 1_500 })));
    assert.equal(refusal.code, 'timeout');
    assert.match(refusal.detail, /given up after 1\.5 s; git (status|update-index) took 1\.\d s/);
    assert.deepEqual(untouched(repo), before);
    await goneFromTheMachine(Number(readFileSync(note, 'utf8')));
  });

  it('when files keep changing under it', async () => {
    const repo = newRepo({ a: 'a\n' });
    let scans = 0;
    const unstable: GitCommand = async (asked) => {
      // Between the scan and the reading the new file becomes a folder, every time.
      if (asked.args[0] === 'update-index') repo.remove('new').write({ 'new/file': 'x\n' });
      if (asked.args[0] === 'status') {
        scans += 1;
        if (existsSync(join(repo.top, 'new'))) repo.remove('new');
        repo.write({ new: 'n\n' });
      }
      return gitCommand(asked);
    };
    const refusal = await refused(snapshotWith(unstable)(requestFor(repo)));
    assert.deepEqual([refusal.code, scans], ['unstable', 3]);
    assert.match(refusal.detail, /^new in /);
  });

  it('never because a file changed or vanished once', async () => {
    const repo = newRepo({ a: 'a\n', b: 'b\n', c: 'c\n' }).write({
      a: '1\n',
      b: '2\n',
      c: '3\n',
      new: 'n\n',
    });
    let meddled = false;
    const once: GitCommand = async (asked) => {
      if (asked.args[0] === 'update-index' && !meddled) {
        meddled = true;
        repo.remove('a', 'b').write({ 'b/inside': 'i\n', c: 'later\n' });
      }
      return gitCommand(asked);
    };
    const result = await snapshotWith(once)(requestFor(repo));
    assert.ok('taken' in result, JSON.stringify(result));
    assert.deepEqual(repo.tree(result.taken.sha).slice(-2), ['100644 c = later', '100644 new = n']);
    assert.ok(repo.tree(result.taken.sha).every((line) => !line.startsWith('100644 a =')));
  });

  it('when the private index cannot be written', async () => {
    const repo = newRepo().write({ a: 'changed\n' });
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const refusal = await withEnvironment({ TMPDIR: file, TEMP: file, TMP: file }, () =>
      refusedCleanly(repo),
    );
    assert.equal(refusal.code, 'system_error');
    assert.match(refusal.detail, /ENOTDIR/);
  });

  it('and leaves no folder behind, nor does one that is taken', async () => {
    const temporary = newFolder();
    await withEnvironment({ TMPDIR: temporary, TEMP: temporary, TMP: temporary }, async () => {
      assert.equal(tmpdir(), temporary);
      const repo = new Repo(join(temporary, 'repo'));
      await refused(takeSnapshot(requestFor(repo)));
      const there = newRepo();
      await takeSnapshot(requestFor(there));
      there.write({ 'x.bin': 'x\n', '.gitattributes': '*.bin filter=none\n' });
      there.git('config', 'filter.none.required', 'true');
      there.git('config', 'filter.none.clean', 'no-such-program');
      await refused(takeSnapshot(requestFor(there, { ref: 'refs/stage-runner/checkpoints/02' })));
    });
    const left = readdirSync(temporary).filter((name) => !name.startsWith('stage-runner-test-'));
    assert.deepEqual(left, []);
  });
});
