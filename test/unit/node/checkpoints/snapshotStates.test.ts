import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { assertSound, newFolder, newRepo, removeFolders, Repo, untouched } from './repo';
import { requestFor, taken } from './snapshotRequest';

/** Takes a snapshot, shows that nothing else changed, and gives back what it holds. */
async function held(
  repo: Repo,
): Promise<{ tree: string[]; checkpoint: Awaited<ReturnType<typeof taken>>['taken'] }> {
  const before = untouched(repo);
  const { taken: checkpoint, leftOut } = await taken(takeSnapshot(requestFor(repo)));
  assert.deepEqual(untouched(repo), before);
  assert.deepEqual(leftOut, []);
  assertSound(repo);
  return { tree: repo.tree(checkpoint.sha), checkpoint };
}

/** A repository with `a` changed on `main` and, differently, on `side`. */
function forked(): Repo {
  const repo = newRepo({ a: 'base\n', b: 'b\n' });
  repo.git('checkout', '--quiet', '-b', 'side');
  repo.write({ a: 'side\n' }).commit('Side');
  repo.git('checkout', '--quiet', 'main');
  return repo.write({ a: 'main\n' }).commit('Main');
}

describe('a snapshot of a repository', function () {
  this.timeout(20_000);
  after(removeFolders);

  it('whose HEAD is detached names no branch', async () => {
    const repo = newRepo().write({ a: 'changed\n' });
    repo.git('checkout', '--quiet', '--detach');
    const { checkpoint } = await held(repo);
    assert.equal(checkpoint.branch, undefined);
    assert.equal(checkpoint.head, repo.git('rev-parse', 'HEAD'));
  });

  it('in a linked worktree uses its own index, and a ref that all worktrees see', async () => {
    const main = newRepo({ a: 'a\n' }).write({ a: 'of the main worktree\n' });
    const linked = new Repo(join(newFolder(), 'linked'));
    main.git('worktree', 'add', '--quiet', '-b', 'other', linked.top);
    linked.write({ new: 'new\n', staged: 's\n' }).git('add', 'staged');
    const before = untouched(main);
    const { tree, checkpoint } = await held(linked);
    assert.deepEqual(tree, ['100644 a = a', '100644 new = new', '100644 staged = s']);
    assert.equal(checkpoint.worktree, linked.top);
    assert.equal(checkpoint.branch, 'other');
    assert.equal(main.git('rev-parse', checkpoint.ref), checkpoint.sha);
    assert.deepEqual(untouched(main), before);
  });

  const operations: readonly {
    readonly name: string;
    readonly begin: readonly string[];
    readonly a: RegExp;
  }[] = [
    { name: 'merge', begin: ['merge', 'side'], a: /<<<<<<<[^]*main[^]*side/ },
    { name: 'rebase', begin: ['rebase', 'side'], a: /<<<<<<<[^]*side[^]*main/ },
    { name: 'cherry-pick', begin: ['cherry-pick', 'side'], a: /<<<<<<<[^]*main[^]*side/ },
    { name: 'revert', begin: ['revert', '--no-edit', 'side'], a: /<<<<<<</ },
    { name: 'bisect', begin: ['bisect', 'start', 'main', 'main~1'], a: /main|base/ },
  ];
  for (const { name, begin, a } of operations) {
    it(`in the middle of a ${name} holds files as they are, conflicts with their marks`, async () => {
      const repo = forked();
      const attempt = (): string => repo.git(...begin);
      if (name === 'bisect') attempt();
      else assert.throws(attempt, /Command failed/);
      const { tree, checkpoint } = await held(repo);
      assert.equal(checkpoint.in_progress, name);
      assert.match(tree[0] ?? '', a);
      assert.equal(tree[0], `100644 a = ${repo.read('a').trimEnd()}`);
    });
  }

  it('holds a conflict whose file was deleted as deleted', async () => {
    const repo = forked();
    assert.throws(() => repo.git('merge', 'side'));
    repo.remove('a');
    assert.deepEqual((await held(repo)).tree, ['100644 b = b']);
  });

  it('with a split index leaves that as it is, and makes none of its own', async () => {
    const repo = newRepo({ a: 'a\n', b: 'b\n' });
    repo.git('config', 'core.splitIndex', 'true');
    repo.git('config', 'splitIndex.maxPercentChange', '0');
    repo.git('update-index', '--split-index');
    repo.write({ a: 'changed\n', new: 'new\n' });
    assert.deepEqual((await held(repo)).tree, ['100644 a = changed', '100644 b = b', '100644 new = new']);
  });

  for (const sparseIndex of ['false', 'true']) {
    it(`with a sparse checkout keeps what is not checked out (sparse index: ${sparseIndex})`, async () => {
      const repo = newRepo({ 'in/a': 'a\n', 'out/b': 'b\n', 'out/c': 'c\n', top: 't\n' });
      repo.git('config', 'index.sparse', sparseIndex);
      repo.git('sparse-checkout', 'set', '--cone', 'in');
      repo.write({ 'in/a': 'changed\n', 'in/new': 'new\n', 'out/c': 'there after all\n' });
      const { tree } = await held(repo);
      assert.deepEqual(tree, [
        '100644 in/a = changed',
        '100644 in/new = new',
        '100644 out/b = b',
        '100644 out/c = there after all',
        '100644 top = t',
      ]);
    });
  }

  it('holds a file that was only announced (intent to add)', async () => {
    const repo = newRepo().write({ soon: 'soon\n' });
    repo.git('add', '--intent-to-add', 'soon');
    assert.deepEqual((await held(repo)).tree, ['100644 a = a', '100644 soon = soon']);
  });

  it('holds a file that is no longer tracked but there', async () => {
    const repo = newRepo({ a: 'a\n', b: 'b\n' });
    repo.git('rm', '--quiet', '--cached', 'b');
    assert.deepEqual((await held(repo)).tree, ['100644 a = a', '100644 b = b']);
  });

  it('holds a file that became a folder, a folder that became a file, and one that became a link', async () => {
    const repo = newRepo({ file: 'f\n', 'folder/x': 'x\n', 'linked/y': 'y\n', 'target/y': 'other\n' });
    repo.remove('file', 'folder', 'linked').write({ 'file/inside': 'i\n', folder: 'now a file\n' });
    symlinkSync('target', join(repo.top, 'linked'));
    assert.deepEqual((await held(repo)).tree, [
      '100644 file/inside = i',
      '100644 folder = now a file',
      '120000 linked = target',
      '100644 target/y = other',
    ]);
  });

  it('holds names with blanks, line breaks, leading dashes, quotes and other scripts', async () => {
    const names = [
      '-rf',
      ' lead',
      'two\nlines',
      'ünï/本.txt',
      '"quoted"',
      'back\\slash',
      ':(top)',
      'tab\there',
    ];
    const repo = newRepo(Object.fromEntries(names.slice(0, 4).map((name) => [name, 'old\n'])));
    repo.write(Object.fromEntries(names.map((name) => [name, 'new\n'])));
    const { tree } = await held(repo);
    assert.deepEqual(tree.sort(), names.map((name) => `100644 ${name} = new`).sort());
  });

  it('holds a name that is not UTF-8', async function () {
    if (process.platform !== 'linux') this.skip();
    const repo = newRepo();
    const name = Buffer.concat([Buffer.from(`${repo.top}/caf`), Buffer.from([0xe9])]);
    writeFileSync(name, 'latin\n');
    const { taken: checkpoint } = await taken(takeSnapshot(requestFor(repo)));
    assert.equal(repo.git('ls-tree', '--name-only', checkpoint.sha), 'a\n"caf\\351"');
  });

  it('takes the line ends that git would commit, whatever core.safecrlf says', async () => {
    const repo = newRepo({ a: 'one\ntwo\n' });
    repo.git('config', 'core.autocrlf', 'true');
    repo.git('config', 'core.safecrlf', 'true');
    repo.write({ a: 'one\r\nmixed\n', b: 'lf\n', c: 'crlf\r\n' });
    const { tree } = await held(repo);
    assert.deepEqual(tree, ['100644 a = one\nmixed', '100644 b = lf', '100644 c = crlf']);
  });

  it('is taken while others hold index.lock, HEAD.lock and a lock of the branch', async () => {
    const repo = newRepo().write({ a: 'changed\n' });
    for (const lock of ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'packed-refs.lock']) {
      writeFileSync(join(repo.top, '.git', lock), '');
    }
    assert.deepEqual((await held(repo)).tree, ['100644 a = changed']);
  });

  it('whose index is missing holds the files', async () => {
    const repo = newRepo().write({ b: 'b\n' });
    rmSync(join(repo.top, '.git/index'));
    assert.deepEqual((await held(repo)).tree, ['100644 a = a', '100644 b = b']);
  });

  it('sees a change made within the same tick of the clock as the last git add', async () => {
    const repo = newRepo({ a: 'one\n' });
    for (const text of ['two\n', 'six\n', 'ten\n']) {
      repo.write({ a: text }).git('add', 'a');
      repo.write({ a: text.toUpperCase() });
      const request = requestFor(repo, { ref: `refs/stage-runner/checkpoints/${text.trim()}` });
      const { taken: checkpoint } = await taken(takeSnapshot(request));
      assert.deepEqual(repo.tree(checkpoint.sha), [`100644 a = ${text.trim().toUpperCase()}`]);
    }
  });

  it('runs no hook, no fsmonitor and no signing program, and leaves ignored files out', async () => {
    const repo = newRepo({ '.gitignore': 'ignored\n' });
    const trace = join(newFolder(), 'trace');
    const program = join(newFolder(), 'program');
    writeFileSync(program, `#!/bin/sh\necho ran >> '${trace}'\nexit 1\n`, { mode: 0o755 });
    mkdirSync(join(repo.top, '.git/hooks'), { recursive: true });
    for (const hook of ['pre-commit', 'post-index-change', 'reference-transaction', 'post-commit']) {
      writeFileSync(join(repo.top, '.git/hooks', hook), `#!/bin/sh\necho ran >> '${trace}'\n`, {
        mode: 0o755,
      });
    }
    for (const key of ['core.fsmonitor', 'gpg.program', 'core.pager', 'core.editor'])
      repo.git('config', key, program);
    repo.git('config', 'commit.gpgSign', 'true');
    repo.git('config', 'core.logAllRefUpdates', 'always');
    repo.write({ a: 'new\n', ignored: 'i\n' });
    const { tree, checkpoint } = await (async () => {
      // `held` asks git itself, which would run the programs.
      const result = await taken(takeSnapshot(requestFor(repo)));
      repo.git('config', '--unset', 'core.fsmonitor');
      return { tree: repo.tree(result.taken.sha), checkpoint: result.taken };
    })();
    assert.deepEqual(tree, ['100644 .gitignore = ignored', '100644 a = new']);
    const author = repo.git('log', '-1', '--format=%an <%ae> %cn <%ce> %G?', checkpoint.sha);
    assert.equal(author, 'Stage Runner <stage-runner@localhost> Stage Runner <stage-runner@localhost> N');
    assert.throws(() => repo.git('reflog', 'exists', checkpoint.ref));
    assert.throws(() => rmSync(trace), /ENOENT/);
  });

  it('survives garbage collection', async () => {
    const repo = newRepo().write({ a: 'changed\n', new: 'new\n' });
    const { checkpoint } = await held(repo);
    repo.git('checkout', '--quiet', '--', 'a');
    repo.git('reflog', 'expire', '--expire=now', '--all');
    repo.git('gc', '--quiet', '--prune=now');
    assert.deepEqual(repo.tree(checkpoint.sha), ['100644 a = changed', '100644 new = new']);
  });

  it('never moves a checkpoint that is there', async () => {
    const repo = newRepo();
    const { checkpoint } = await held(repo);
    const again = await takeSnapshot(requestFor(repo.write({ a: 'later\n' })));
    assert.ok('refused' in again);
    assert.match(again.refused.detail, /reference already exists/);
    assert.equal(repo.git('rev-parse', checkpoint.ref), checkpoint.sha);
  });
});
