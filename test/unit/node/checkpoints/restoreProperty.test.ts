import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { ALL_PATHS, diskOf, edit, randomFrom } from './randomEdits';
import { assertSound, emptyRepo, newRepo, removeFolders, type Repo } from './repo';
import { RestoreBed } from './restoreBed';

const REPOSITORIES = 8;
/** A few are refused, because something is in the way: more than 200 go through. */
const ROUNDS = 26;
const SEED = Number(process.env['SEED'] ?? 1);

describe('restores of random work', function () {
  this.timeout(240_000);
  const seeds = Array.from({ length: REPOSITORIES }, (_, number) => SEED * 1000 + number);
  const played = new Map<number, Promise<unknown>>();

  before(() => {
    // All at once: most of the time is spent in git. Each test waits for its own.
    for (const seed of seeds)
      played.set(
        seed,
        play(seed).catch((error: unknown) => error),
      );
  });
  after(removeFolders);

  for (const seed of seeds) {
    it(`lose nothing, and Undo brings everything back (seed ${seed}, ${ROUNDS} rounds)`, async () => {
      const failed = await played.get(seed);
      if (failed instanceof Error) throw failed;
    });
  }
});

async function play(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const repo = newRepo({ a: 'a\n', 'dir/b': 'b\n', 'dir/sub/c': 'c\n', 'x.log': 'x\n' });
  const bed = new RestoreBed(repo.top);
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = [`seed ${seed}, round ${round}`];
    try {
      await playRound(repo, bed, random, said);
    } catch (error) {
      throw new Error(said.join('\n'), { cause: error });
    }
  }
  assertSound(repo);
}

async function playRound(
  repo: Repo,
  bed: RestoreBed,
  random: ReturnType<typeof randomFrom>,
  said: string[],
): Promise<void> {
  said.push(...edit(repo, random, 1 + random(6)));
  said.push('-- checkpoint');
  const then = { disk: diskOf(repo), ignored: ignoredNow(repo) };
  const target = await bed.take('then');
  said.push(...edit(repo, random, 1 + random(8)));
  const now = diskOf(repo);
  said.push('-- restore');
  const untouched = indexAndHead(repo);

  const result = await bed.restore(target);
  if ('refused' in result) {
    said.push(JSON.stringify(result));
    assert.equal(result.refused.code, 'in_the_way');
    assert.deepEqual(diskOf(repo), now);
    return;
  }
  said.push(
    `-- restored ${'restored' in result ? result.restored.map(({ path, what }) => `${what} ${path}`).join(', ') : ''}`,
  );
  assert.ok('restored' in result, JSON.stringify(result));
  checkRestored(repo, { then, now, target, safety: result.safety });
  assert.deepEqual(indexAndHead(repo), untouched);

  const undone = await bed.restore(result.safety);
  assert.ok('restored' in undone, JSON.stringify(undone));
  assert.deepEqual(diskOf(repo), now);
  assert.deepEqual(indexAndHead(repo), untouched);
}

interface Round {
  readonly then: { readonly disk: ReadonlyMap<string, string>; readonly ignored: ReadonlySet<string> };
  readonly now: ReadonlyMap<string, string>;
  readonly target: CheckpointRecord;
  readonly safety: CheckpointRecord;
}

/** Judges by what was on the disk, what git holds and what the records list; never by how the restore came to it. */
function checkRestored(repo: Repo, { then, now, target, safety }: Round): void {
  const after = diskOf(repo);
  const [heldThen, heldNow] = [held(repo, target), held(repo, safety)];
  const listed = [...target.left_out, ...safety.left_out];
  for (const path of heldThen) {
    if (after.get(path) === then.disk.get(path)) continue;
    assert.ok(isBeside(path, listed), `not restored: ${path}`);
    assert.equal(after.get(path), now.get(path), `left alone, yet changed: ${path}`);
  }
  for (const [path, content] of now) {
    if (!heldNow.has(path)) assert.equal(after.get(path), content, `no checkpoint holds it: ${path}`);
    if (!heldNow.has(path) || heldThen.has(path)) continue;
    if (then.disk.has(path)) assert.ok(after.has(path), `was there then: ${path}`);
    else if (!then.ignored.has(path) && !isBeside(path, listed))
      assert.ok(!after.has(path), `is new: ${path}`);
  }
  for (const path of after.keys()) assert.ok(heldThen.has(path) || now.has(path), `from nowhere: ${path}`);
}

function held(repo: Repo, { git }: CheckpointRecord): ReadonlySet<string> {
  const names = repo.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', git?.tree ?? '']);
  return new Set(names.split('\0').filter((name) => name !== ''));
}

/** What the rules of the moment ignore, asked where no symbolic link is in the way of the question. */
function ignoredNow(repo: Repo): ReadonlySet<string> {
  const rules = emptyRepo();
  for (const path of ['.gitignore', 'dir/.gitignore']) {
    if (existsSync(join(repo.top, path))) rules.write({ [path]: repo.read(path) });
  }
  const input = ALL_PATHS.map((path) => `./${path}\0`).join('');
  const { stdout } = spawnSync('git', ['check-ignore', '-z', '--stdin'], {
    cwd: rules.top,
    input,
    encoding: 'utf8',
  });
  return new Set(stdout.split('\0').map((line) => line.slice(2)));
}

/** Whether one lies at, below or around something that is listed as left out. */
function isBeside(path: string, listed: CheckpointRecord['left_out']): boolean {
  return listed.some(({ path: out }) => {
    const place = `${out.replace(/\/$/, '')}/`;
    return `${path}/`.startsWith(place) || place.startsWith(`${path}/`);
  });
}

function indexAndHead(repo: Repo): string[] {
  const index = readFileSync(join(repo.top, '.git', 'index')).toString('latin1');
  return [index, repo.git('rev-parse', 'HEAD'), repo.git('symbolic-ref', 'HEAD'), repo.git('stash', 'list')];
}
