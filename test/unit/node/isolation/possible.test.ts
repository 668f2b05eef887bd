import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../../src/core/plan';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { whetherIsolated } from '../../../../src/node/isolation/possible';
import { emptyRepo, newFolder, newRepo, removeFolders, type Repo } from '../checkpoints/repo';
import { StageBed } from '../runner/stageBed';
import { World } from '../runner/world';

describe('whether steps can have worktrees of their own', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => {
    world.remove();
    removeFolders();
  });

  async function why(folder: string, git: GitCommand = gitCommand): Promise<string | undefined> {
    const { plan, step } = world.plan();
    const there = (path: string): string => path.replace(world.folder, folder);
    const moved: Plan = { ...plan, folder, root: there(plan.root) };
    mkdirSync(moved.root, { recursive: true });
    const file = there(step.file);
    const possible = await whetherIsolated(git, moved, [
      { ...step, file, handoffFile: there(step.handoffFile) },
    ]);
    return 'why' in possible ? possible.why : undefined;
  }
  const repo = (): Repo => newRepo({ 'plans/steps/01-first.md': 'Do it.\n' });

  it('they can in a repository with a commit', async () => {
    assert.equal(await why(repo().top), undefined);
  });

  it('not without git', async () => {
    const none: GitCommand = (asked) =>
      asked.args[0] === 'version'
        ? Promise.resolve({ code: 'not_started', stdout: Buffer.alloc(0), stderr: 'spawn git ENOENT' })
        : gitCommand(asked);
    assert.equal(await why(repo().top, none), 'git was not found.');
  });

  it('not with a git that cannot merge without a working tree', async () => {
    for (const [version, old] of [
      ['git version 2.37.9', '2.37'],
      ['git version 1.9.1', '1.9'],
      ['git version 2.38.0', undefined],
      ['git version 2.39.5 (Apple Git-154)', undefined],
      ['git version 3.0.0.windows.1', undefined],
    ] as const) {
      const git: GitCommand = (asked) =>
        asked.args[0] === 'version'
          ? Promise.resolve({ code: 0, stdout: Buffer.from(`${version}\n`), stderr: '' })
          : gitCommand(asked);
      const said = await why(repo().top, git);
      assert.equal(
        said,
        old && `git ${old} is older than 2.38, the first that can merge what steps did in worktrees.`,
      );
    }
  });

  it('not outside of a repository', async () => {
    assert.match((await why(newFolder())) ?? '', /is not in a git repository\.$/);
  });

  it('not before the first commit', async () => {
    assert.match((await why(emptyRepo().top)) ?? '', /has no commit yet\.$/);
  });

  it('not in the middle of a merge', async () => {
    const there = repo();
    there.git('checkout', '--quiet', '-b', 'other');
    there.write({ a: 'x\n' }).commit();
    there.git('checkout', '--quiet', 'main');
    there.git('merge', '--no-commit', '--no-ff', '--quiet', 'other');
    assert.match((await why(there.top)) ?? '', /^git is in the middle of a merge in /);
  });

  it('not with submodules', async () => {
    const there = repo();
    there.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', newRepo().top, 'sub');
    assert.match((await why(there.top)) ?? '', /has submodules, which worktrees would have empty\.$/);
  });

  it('not with files in Git LFS, but with its mere rules', async () => {
    const there = newRepo({ 'plans/steps/01-first.md': '', '.gitattributes': '*.bin filter=lfs\n' });
    assert.equal(await why(there.top), undefined);
    there.write({ 'a.bin': 'pointer' });
    there.git('-c', 'filter.lfs.required=false', 'add', '--all');
    assert.match((await why(there.top)) ?? '', /has files in Git LFS/);
  });

  it('not when git ignores the plan, or its handoffs', async () => {
    for (const [rule, path] of [
      ['plans/', 'plans/steps/01-first.md'],
      ['handoffs/', 'plans/handoffs/01-first.md'],
    ] as const) {
      const there = newRepo({ '.gitignore': `${rule}\n` });
      assert.equal(await why(there.top), `git ignores ${path}, so that a worktree would not have it.`);
    }
  });

  it('not where nothing may be put beside the repository', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const around = newFolder();
    const there = newRepoIn(join(around, 'repo'));
    chmodSync(around, 0o500);
    assert.match((await why(there.top)) ?? '', /where you may not write\.$/);
    chmodSync(around, 0o700);
  });

  function newRepoIn(top: string): Repo {
    return emptyRepo(top).write({ 'plans/steps/01-first.md': '' }).commit();
  }
});

describe('a batch that was to have worktrees', () => {
  it('runs its steps one after the other where there is no repository, and says so', async () => {
    const bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 1 } });
    bed.world.isolation = 'worktree';
    await bed.open();
    const id = await bed.start();
    await bed.does('01', '02');
    await bed.settled(id);
    assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', ['01 done, 02 done']]);
    const [batch] = bed.run(id).batches;
    assert.equal(batch?.rounds.length, 2);
    assert.match(
      batch.notes[0] ?? '',
      /^Without worktrees, steps run one after the other\. .* is not in a git repository\.$/,
    );
    await bed.close();
  });
});
