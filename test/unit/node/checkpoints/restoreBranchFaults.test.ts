import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { assertSound, filesOnDisk, newFolder, newRepo, removeFolders, Repo } from './repo';
import { RestoreBed } from './restoreBed';
import type { Order } from './restoreInProcess';

interface Scene {
  readonly repo: Repo;
  readonly bed: RestoreBed;
  readonly target: CheckpointRecord;
}

/** What a person sees of the repository. */
function seen({ repo }: Pick<Scene, 'repo'>): string {
  const head = `${repo.git('symbolic-ref', 'HEAD')} ${repo.git('rev-parse', 'HEAD')}`;
  return [head, repo.run(['status', '--porcelain']), ...filesOnDisk(repo.top)].join('\n');
}

async function makeScene(): Promise<Scene> {
  const repo = newRepo({ a: 'a\n', b: 'b\n', same: 's\n' });
  const bed = new RestoreBed(repo.top);
  repo.write({ a: 'not committed then\n' });
  const target = await bed.take('then');
  repo.write({ a: 'a2\n', c: 'c\n' }).commit('One').write({ b: 'b3\n' }).commit('Two');
  repo.write({ c: 'c4\n', d: 'd\n' });
  return { repo, bed, target };
}

function copyOf({ repo, target }: Scene): Scene {
  const top = join(newFolder(), 'copy');
  cpSync(repo.top, top, { recursive: true });
  const copy = new Repo(top);
  // The files are new to the index that was copied.
  copy.git('status');
  const git = target.git && { ...target.git, worktree: top };
  return { repo: copy, bed: new RestoreBed(top), target: { ...target, ...(git && { git }) } };
}

/** With the branch where that is offered. */
async function restored({ bed }: Scene, target: CheckpointRecord): Promise<void> {
  const preview = await bed.see(target);
  const what = 'name' in preview.branch ? 'files_and_branch' : 'files';
  const { branchProblem } = await bed.restored(target, { preview, what });
  assert.equal(branchProblem, undefined);
}

describe('"Files and branch" that is killed', function () {
  this.timeout(120_000);
  let program: string;
  let scene: Scene;
  let steps: readonly string[];
  /** As a person sees it when nothing was done, and when everything was. */
  let untouched: string;
  let done: string;

  async function die(copy: Scene, dieBefore?: number): Promise<readonly string[]> {
    const preview = await copy.bed.see(copy.target);
    const order: Order = {
      ...{ top: copy.repo.top, target: copy.target, preview, what: 'files_and_branch' },
      ...(dieBefore !== undefined && { dieBefore }),
    };
    const child = spawnSync(process.execPath, [program, JSON.stringify(order)], { encoding: 'utf8' });
    if (dieBefore === undefined) return (JSON.parse(child.stdout) as { steps: string[] }).steps;
    assert.equal(child.signal, 'SIGKILL', child.stderr);
    return [];
  }

  before(async () => {
    program = join(newFolder(), 'restore.cjs');
    buildSync({
      entryPoints: [join(import.meta.dirname, 'restoreInProcess.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      external: ['simple-git'],
    });
    scene = await makeScene();
    untouched = seen(scene);
    const copy = copyOf(scene);
    steps = await die(copy);
    done = seen(copy);
  });
  after(removeFolders);

  it('goes through the steps that the cases below are about', () => {
    assert.deepEqual(steps.slice(steps.indexOf('log')), [
      ...['log', 'read-tree', 'status', 'merge-base', 'update-ref', 'read-tree', 'log'],
    ]);
    assert.notEqual(untouched, done);
  });

  for (const way of ['finish', 'undo'] as const)
    it(`is known, and is brought to its end with branch and index: ${way}`, async () => {
      for (let dieBefore = steps.indexOf('log') + 2; dieBefore <= steps.length; dieBefore += 1) {
        const copy = copyOf(scene);
        await die(copy, dieBefore);
        assertSound(copy.repo);
        const unfinished = await copy.bed.unfinished();
        assert.ok(unfinished, `died before step ${dieBefore}`);
        const safety = await copy.bed.recorded(unfinished.safety.id);
        await restored(copy, way === 'finish' ? copy.target : safety);
        const where = `died before ${steps[dieBefore - 1] ?? ''}, step ${dieBefore}`;
        assert.equal(seen(copy), way === 'finish' ? done : untouched, where);
        assert.equal(await copy.bed.unfinished(), undefined);
        rmSync(copy.repo.top, { recursive: true });
      }
    });

  it('leaves an index that does not fit, which another checkpoint mends too; what only it holds stays', async () => {
    const copy = copyOf(scene);
    const other = await copy.bed.take('other');
    await die(copy, steps.lastIndexOf('read-tree') + 1);
    assert.match(copy.repo.run(['status', '--porcelain']), /^A[ D] c$/m);
    copy.repo.write({ same: 'staged since\n' }).git('add', 'same');
    copy.repo.write({ same: 'and on\n' });
    const preview = await copy.bed.see(other);
    const { branchProblem } = await copy.bed.restored(other, { preview });
    assert.match(branchProblem ?? '', /1 staged files are not as they are on the disk/);
    assert.equal(copy.repo.git('cat-file', 'blob', ':same'), 'staged since');
    copy.repo.git('add', 'same');
    await copy.bed.restored(other);
  });
});

describe('"Files and branch" in a repository with a split index', function () {
  this.timeout(20_000);
  afterEach(removeFolders);

  it('leaves it split', async () => {
    const { repo, bed, target } = await makeScene();
    repo.git('update-index', '--split-index');
    await bed.restored(target, { what: 'files_and_branch' });
    assert.notEqual(repo.git('rev-parse', '--shared-index-path'), '');
    assert.equal(repo.run(['status', '--porcelain']), ' M a\n');
  });
});
