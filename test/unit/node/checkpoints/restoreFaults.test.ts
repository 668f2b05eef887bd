import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { diskOf } from './randomEdits';
import { assertSound, newFolder, newRepo, removeFolders, Repo } from './repo';
import { RestoreBed } from './restoreBed';
import type { Order } from './restoreInProcess';

/** The repository of all cases: every kind of change between the checkpoint and the present. */
interface Scene {
  readonly top: string;
  readonly target: CheckpointRecord;
  readonly then: ReadonlyMap<string, string>;
  readonly now: ReadonlyMap<string, string>;
}

describe('a restore that is killed', function () {
  this.timeout(120_000);
  let program: string;
  let scene: Scene;
  let steps: readonly string[];

  before(async () => {
    program = join(newFolder(), 'restore.cjs');
    const entry = join(import.meta.dirname, 'restoreInProcess.ts');
    buildSync({
      entryPoints: [entry],
      outfile: program,
      bundle: true,
      platform: 'node',
      external: ['simple-git'],
    });
    scene = await makeScene();
    const whole = await restoreInProcess(program, copyOf(scene));
    assert.ok(whole.steps !== undefined, whole.stderr);
    steps = whole.steps;
  });
  after(removeFolders);

  it('goes through the steps that the cases below are about', () => {
    const known = ['log', 'read-tree', 'status', 'log'];
    assert.deepEqual(steps.slice(-known.length), known);
  });

  it('leaves everything as it was, or an unfinished restore that can be finished and undone', async () => {
    const seen = { before: 0, unfinished: 0 };
    for (let dieBefore = 1; dieBefore <= steps.length; dieBefore += 1) {
      const copy = copyOf(scene);
      const untouched = indexAndHead(copy.top);
      const { steps: through } = await restoreInProcess(program, copy, dieBefore);
      assert.equal(through, undefined, `died before step ${dieBefore}`);
      const unfinished = await judge(copy, untouched);
      seen[unfinished ? 'unfinished' : 'before'] += 1;
      if (unfinished) await goOn(copy, dieBefore % 2 === 0 ? 'finish' : 'undo');
      else assert.deepEqual(await takenBack(copy), [], 'a restore goes through afterwards');
      rmSync(copy.top, { recursive: true });
    }
    // Before the entry of the log nothing has happened; from there on it is known.
    assert.equal(seen.before, steps.indexOf('log') + 1);
    assert.equal(seen.unfinished, steps.length - seen.before);
  });

  for (const file of ['a', 'dir/m', 'z'])
    for (const way of ['finish', 'undo'] as const)
      it(`while git writes ${file}, is known, and can be brought to its end: ${way}`, async () => {
        const copy = copyOf(scene);
        armFilter(copy.top, file);
        const untouched = indexAndHead(copy.top);
        const { steps: through } = await restoreInProcess(program, copy);
        assert.equal(through, undefined);
        new Repo(copy.top).git('config', '--unset', 'filter.fatal.smudge');
        assert.ok(await judge(copy, untouched));
        assert.notDeepEqual(diskOf(copy), scene.now, 'git had begun');
        assert.notDeepEqual(diskOf(copy), scene.then, 'git was not through');
        await goOn(copy, way);
      });
});

async function makeScene(): Promise<Scene> {
  const many = Object.fromEntries([...Array(20).keys()].map((each) => [`dir/f${each}`, `${each}\n`]));
  const repo = newRepo({
    a: 'a\n',
    'dir/m': 'm\n',
    z: 'z\n',
    gone: 'g\n',
    swap: 's\n',
    '.gitignore': '*.tmp\n',
    ...many,
  });
  repo.write({ '.gitattributes': '* filter=fatal\n', large: '.'.repeat(2000), 'x.tmp': 'ignored\n' });
  const bed = new RestoreBed(repo.top);
  const then = diskOf(repo);
  const target = await bed.take('then');
  repo.write({
    a: 'a2\n',
    'dir/m': 'm2\n',
    z: 'z2\n',
    'new/file': 'n\n',
    staged: 'staged\n',
    'x.tmp': 'ignored 2\n',
  });
  repo.remove('gone', 'swap', 'dir/f3').write({ 'swap/inside': 'folder\n', large: ','.repeat(2000) });
  repo.git('add', 'staged', 'a');
  const now = diskOf(repo);
  // What is left alone is there afterwards as it is now.
  const expected = new Map(
    [...then].map(([path, line]) => [path, /^(large|x\.tmp)$/.test(path) ? (now.get(path) ?? '') : line]),
  );
  return { top: repo.top, target, then: expected, now };
}

function copyOf(scene: Scene): Scene {
  const top = join(newFolder(), 'copy');
  cpSync(scene.top, top, { recursive: true, verbatimSymlinks: true });
  // The files are new to the index that was copied.
  new Repo(top).git('status');
  const git = scene.target.git && { ...scene.target.git, worktree: top };
  return { ...scene, top, target: { ...scene.target, ...(git && { git }) } };
}

async function restoreInProcess(
  program: string,
  { top, target }: Scene,
  dieBefore?: number,
): Promise<{ steps?: readonly string[]; stderr: string }> {
  const preview = await new RestoreBed(top).see(target);
  const order: Order = { top, target, preview, ...(dieBefore !== undefined && { dieBefore }) };
  const child = spawnSync(process.execPath, [program, JSON.stringify(order)], { encoding: 'utf8' });
  if (child.signal === 'SIGKILL') return { stderr: child.stderr };
  const said = JSON.parse(child.stdout) as { steps: string[]; result: object };
  assert.ok('restored' in said.result, child.stdout);
  return { steps: said.steps, stderr: child.stderr };
}

/** Whatever the moment of the death: the repository is sound, nothing is lost, and the log is right. */
async function judge(copy: Scene, untouched: string): Promise<boolean> {
  const repo = new Repo(copy.top);
  assertSound(repo);
  assert.equal(indexAndHead(copy.top), untouched);
  const disk = diskOf(copy);
  const contents = new Set([...disk.values(), ...copy.then.values()].map(contentOf));
  for (const ref of repo.git('for-each-ref', '--format=%(refname)', 'refs/stage-runner').split('\n')) {
    for (const line of repo.tree(ref)) contents.add(contentOf(line));
  }
  for (const [path, line] of copy.now) assert.ok(contents.has(contentOf(line)), `lost: ${path}`);
  const unfinished = (await new RestoreBed(copy.top).unfinished()) !== undefined;
  if (!unfinished) assert.deepEqual(disk, copy.now, 'nothing is written down, so nothing has changed');
  return unfinished;
}

function contentOf(line: string): string {
  return line.slice(line.indexOf(' = ') + 3).trimEnd();
}

async function goOn(copy: Scene, way: 'finish' | 'undo'): Promise<void> {
  const bed = new RestoreBed(copy.top);
  const unfinished = await bed.unfinished();
  assert.equal(unfinished?.checkpoint.id, copy.target.record_id);
  const to = way === 'finish' ? copy.target : safetyOf(copy, unfinished.safety.id);
  await bed.restored(to);
  assert.deepEqual(diskOf(copy), way === 'finish' ? copy.then : copy.now);
  assert.equal(await bed.unfinished(), undefined);
}

/** The safety checkpoint's record, as its ref's message carries it. */
function safetyOf(copy: Scene, id: string): CheckpointRecord {
  const repo = new Repo(copy.top);
  const ref = `refs/stage-runner/checkpoints/${id}`;
  const git = {
    ...copy.target.git,
    ref,
    sha: repo.git('rev-parse', ref),
    tree: repo.git('rev-parse', `${ref}^{tree}`),
  };
  const left_out = [{ path: 'large', reason: 'too_large' as const, size: 2000 }];
  return {
    ...copy.target,
    record_id: id,
    kind: 'safety',
    left_out,
    git: git as NonNullable<CheckpointRecord['git']>,
  };
}

async function takenBack(copy: Scene): Promise<readonly string[]> {
  await new RestoreBed(copy.top).restored(copy.target);
  const after = diskOf(copy);
  return [...copy.then].filter(([path, line]) => after.get(path) !== line).map(([path]) => path);
}

/** When git writes the file, everything dies at once: the process that restores, git, and the filter. */
function armFilter(top: string, file: string): void {
  const script = join(top, '.git', 'fatal.sh');
  new Repo(join(top, '.git')).write({
    'fatal.sh': `#!/bin/sh\nif [ "$1" = "${file}" ]; then kill -9 "$RESTORING_PROCESS"; kill -9 0; fi\ncat\n`,
  });
  chmodSync(script, 0o755);
  new Repo(top).git('config', 'filter.fatal.smudge', `'${script}' %f`);
}

function indexAndHead(top: string): string {
  const repo = new Repo(top);
  const index = repo.run(['hash-object', '--no-filters', '.git/index']);
  return [
    index,
    repo.git('rev-parse', 'HEAD'),
    repo.git('symbolic-ref', 'HEAD'),
    repo.git('stash', 'list'),
  ].join('\n');
}
