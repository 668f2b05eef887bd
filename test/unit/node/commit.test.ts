import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { commitTrees } from '../../../src/node/commit';
import { workTreeOf } from '../../../src/node/runner/workTree';
import { newRepo, removeFolders, type Repo } from './checkpoints/repo';

describe('a commit of what differs between two trees', function () {
  this.timeout(20_000);
  let repo: Repo;

  beforeEach(() => {
    repo = newRepo({ a: '1\n2\n3\n4\n5\n6\n7\n8\n9\n' });
    repo.git('config', 'user.name', 'Grace');
    repo.git('config', 'user.email', 'grace@localhost');
  });
  afterEach(removeFolders);

  const tree = async (): Promise<string> => {
    const now = await workTreeOf(repo.top).capture();
    assert.ok('tree' in now);
    return now.tree;
  };
  const commit = async (
    from: string,
    to: string,
    head = repo.git('rev-parse', 'HEAD'),
    branch = repo.git('branch', '--show-current'),
  ): Promise<string> => {
    return commitAll([{ from, to }], head, branch);
  };
  const commitAll = async (
    changes: readonly { readonly from: string; readonly to: string }[],
    head = repo.git('rev-parse', 'HEAD'),
    branch = repo.git('branch', '--show-current'),
  ): Promise<string> => {
    const made = await commitTrees(repo.top, { changes, message: '[PROMPT_01] It', head, branch });
    return 'refused' in made ? made.refused : `committed${made.note === undefined ? '' : `: ${made.note}`}`;
  };
  const shown = (): string => repo.git('show', '--format=', '--name-status', 'HEAD');

  it('takes those changes and leaves the others in the working tree', async () => {
    repo.write({ dirty: 'before\n' });
    const from = await tree();
    repo.write({ b: 'new\n', 'c d': Buffer.from([0, 1, 2]).toString('latin1') });
    const to = await tree();
    repo.write({ later: 'x\n' });
    assert.equal(await commit(from, to), 'committed');
    assert.deepEqual(shown().split('\n'), ['A\tb', 'A\tc d']);
    assert.equal(repo.git('status', '--porcelain'), '?? dirty\n?? later');
  });

  it('takes what was changed at several times, and nothing of what was changed between', async () => {
    const first = { from: await tree(), to: '' };
    repo.write({ b: 'half\n' });
    first.to = await tree();
    repo.write({ log: 'between\n' });
    const second = { from: await tree(), to: '' };
    repo.write({ b: 'whole\n' });
    second.to = await tree();
    assert.match(await commitAll([second]), /^It rests on changes that are not committed/);
    const unknown = { from: second.to, to: first.from };
    assert.match(await commitAll([first, unknown]), /^It rests on changes that are not committed/);
    assert.equal(repo.git('diff', '--cached', '--stat'), '');
    assert.equal(await commitAll([first, second]), 'committed');
    assert.equal(shown(), 'A\tb');
    assert.equal(repo.git('show', 'HEAD:b'), 'whole');
  });

  it('is not made where it rests on what is not committed', async () => {
    repo.write({ a: '1\ntwo\n3\n4\n5\n6\n7\n8\n9\n' });
    const from = await tree();
    repo.write({ a: '1\nzwei\n3\n4\n5\n6\n7\n8\n9\n' });
    assert.match(await commit(from, await tree()), /^It rests on changes that are not committed/);
    assert.equal(repo.git('diff', '--cached', '--stat'), '');
  });

  it('is not made over an index with changes of its own', async () => {
    const from = await tree();
    repo.write({ b: 'new\n', staged: 'mine\n' });
    const to = await tree();
    repo.git('add', 'staged');
    assert.match(await commit(from, to), /^The index holds changes of its own/);
    assert.equal(repo.git('diff', '--cached', '--name-only'), 'staged');
  });

  it('goes on where it had been cut short with its own changes in the index, all or the first of them', async () => {
    const first = { from: await tree(), to: '' };
    repo.write({ b: 'half\n' });
    first.to = await tree();
    repo.write({ b: 'whole\n', c: 'new\n' });
    const changes = [first, { from: first.to, to: await tree() }];
    for (const staged of [1, 2]) {
      const head = repo.git('rev-parse', 'HEAD');
      for (const { from, to } of changes.slice(0, staged))
        repo.run(['apply', '--cached', '-'], repo.run(['diff-tree', '-r', '-p', '--binary', from, to]));
      assert.equal(await commitAll(changes), 'committed');
      assert.deepEqual(shown().split('\n'), ['A\tb', 'A\tc']);
      assert.equal(repo.git('show', 'HEAD:b'), 'whole');
      assert.equal(repo.git('rev-parse', 'HEAD~1'), head);
      repo.git('reset', '--quiet', '--mixed', head);
    }
  });

  it('is not made where the index holds more than its own changes, or other ones', async () => {
    const from = await tree();
    repo.write({ b: 'new\n' });
    const to = await tree();
    repo.write({ mine: 'x\n' });
    repo.git('add', 'b', 'mine');
    assert.match(await commit(from, to), /^The index holds changes of its own/);
    repo.write({ b: 'newer\n' });
    repo.git('rm', '--quiet', '--cached', 'mine');
    repo.git('add', 'b');
    assert.match(await commit(from, to), /^The index holds changes of its own/);
    assert.equal(repo.git('show', ':b'), 'newer');
  });

  it('is found again where it was made before', async () => {
    const head = repo.git('rev-parse', 'HEAD');
    const from = await tree();
    repo.write({ b: 'new\n' });
    const to = await tree();
    assert.equal(await commit(from, to, head), 'committed');
    const made = repo.git('rev-parse', 'HEAD');
    assert.equal(await commit(from, to, head), 'committed');
    assert.equal(repo.git('rev-parse', 'HEAD'), made);
  });

  it('is not made where HEAD is not where it was', async () => {
    const head = repo.git('rev-parse', 'HEAD');
    const from = await tree();
    repo.write({ b: 'new\n' });
    const to = await tree();
    repo.git('switch', '--quiet', '--create', 'other');
    repo.git('commit', '--quiet', '--allow-empty', '-m', 'Elsewhere');
    const now = repo.git('rev-parse', 'HEAD');
    assert.equal(
      await commit(from, to, head, 'main'),
      `HEAD went from ${head} on main to ${now} on other since this was asked. Look at the branch, and answer again.`,
    );
    assert.equal(repo.git('rev-parse', 'HEAD'), now);
    assert.equal(repo.git('diff', '--cached', '--stat'), '');
    assert.equal(await commit(from, to, now), 'committed');
  });

  it('is not made on another branch, though it names the same commit', async () => {
    const head = repo.git('rev-parse', 'HEAD');
    const from = await tree();
    repo.write({ b: 'new\n' });
    const to = await tree();
    repo.git('switch', '--quiet', '--create', 'feature/a');
    assert.match(
      await commit(from, to, head, 'main'),
      /^HEAD went from \w+ on main to \w+ on feature\/a since/,
    );
    repo.git('switch', '--quiet', '--detach');
    assert.match(await commit(from, to, head, 'feature/a'), / on feature\/a to \w+ on no branch since/);
    assert.equal(repo.git('rev-parse', 'HEAD', 'main', 'feature/a'), [head, head, head].join('\n'));
    assert.equal(await commit(from, to, head, ''), 'committed');
    assert.equal(repo.git('rev-parse', 'main'), head);
  });

  it('is made on a branch that has no commit yet', async () => {
    repo.git('switch', '--quiet', '--orphan', 'empty');
    const from = await tree();
    repo.write({ b: 'new\n' });
    const to = await tree();
    assert.match(
      await commit(from, to, '', 'main'),
      /^HEAD went from no commit on main to no commit on empty since/,
    );
    assert.equal(await commit(from, to, '', 'empty'), 'committed');
  });

  it('says that a hook changed it', async () => {
    repo.write({ '.git/hooks/pre-commit': '#!/bin/sh\necho more >> b && git add b\n' });
    chmodSync(join(repo.top, '.git/hooks/pre-commit'), 0o755);
    const from = await tree();
    repo.write({ b: 'new\n' });
    assert.equal(await commit(from, await tree()), 'committed: A hook changed what was committed.');
  });
});
