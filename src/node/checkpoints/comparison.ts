/** What a restore would do to the present tree: the differences, what of them is left alone, and what is in the way. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../core/checkpoints/checkpoint';
import {
  isLeftOut,
  planRestore,
  readDifferences,
  shownPath,
  type Difference,
  type RestorePlan,
} from '../../core/checkpoints/restorePlan';
import { errorCode } from '../runner/files';
import { exactDifferences } from './exactBytes';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { ignoredThen } from './ignoredThen';
import { diskBelow } from './inTheWay';
import type { BytePath } from './snapshotScan';
import type { CapturedTree, Refused } from './snapshotTree';

export interface Comparison {
  /** The checkpoint's tree. */
  readonly tree: string;
  /** How the present tree differs from it (see `treeDifferences`). */
  readonly differences: readonly Difference[];
  /** As in `CheckpointObject`. */
  readonly exact: string | undefined;
  readonly leftOut: CheckpointRecord['left_out'];
  /** Paths that were certainly not there then: an earlier restore brought them, and this one undoes it. */
  readonly notThen: ReadonlySet<BytePath>;
}

/** Compares the present with a checkpoint. Nothing is written but scratch files outside the repository. */
export async function compare(
  git: GitCommand,
  present: CapturedTree,
  { leftOut, notThen, ...then }: Comparison,
): Promise<RestorePlan | Refused> {
  const differences = await allDifferences(git, present, then);
  if ('refused' in differences) return differences;
  const [ignored, skipped] = await Promise.all([
    ignoredThen(git, present, then.tree, differences),
    notOnDisk(git, present),
  ]);
  if ('refused' in ignored) return ignored;
  if ('refused' in skipped) return skipped;
  const plan = planRestore(
    differences.filter(({ path }) => !skipped.has(path)),
    { then: leftOut, now: present.leftOut, ignoredThen: ignored, notThen },
  );
  const kept = [...plan.kept, ...differences.filter(({ path }) => skipped.has(path))];
  return withoutObstacles(present, { apply: plan.apply, kept });
}

/** The differences of the trees, and of what the checkpoint holds besides; in the order of their names. */
async function allDifferences(
  git: GitCommand,
  present: CapturedTree,
  { tree, exact, differences }: Pick<Comparison, 'tree' | 'exact' | 'differences'>,
): Promise<readonly Difference[] | Refused> {
  if (exact === undefined) return differences;
  const paths = new Set(differences.map(({ path }) => path));
  const more = await exactDifferences(git, present, { tree, exact }, paths);
  if ('refused' in more) return more;
  return [...differences, ...more].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** How one tree differs from another: `now` is of the first, `then` of the second. */
export async function treeDifferences(
  git: GitCommand,
  top: string,
  now: string,
  then: string,
): Promise<readonly Difference[] | Refused> {
  if (now === then) return [];
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', now, then];
  const answer = await git({ folder: top, args });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'compare the trees') };
  return readDifferences(answer.stdout.toString('latin1'));
}

/** In a sparse checkout: what the index holds and the disk does not; a restore leaves it so. */
async function notOnDisk(
  git: GitCommand,
  { repository: { top, gitDir }, index }: CapturedTree,
): Promise<ReadonlySet<BytePath> | Refused> {
  if (!(await exists(join(gitDir, 'info', 'sparse-checkout')))) return new Set();
  const answer = await git({ folder: top, args: ['ls-files', '-z', '-t'], index });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'tell what is checked out') };
  const lines = answer.stdout.toString('latin1').split('\0');
  return new Set(lines.filter((line) => line.startsWith('S ')).map((line) => line.slice(2)));
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Whatever is in the way is either held by the present tree, or left out and stays, or the restore is refused. What has
 * become a repository of its own stays.
 */
function withoutObstacles(present: CapturedTree, plan: RestorePlan): RestorePlan | Refused {
  const disk = diskBelow(present.repository.top);
  const held = new Set(plan.apply.filter(({ now }) => now !== undefined).map(({ path }) => path));
  const blocked = new Set<Difference>();
  for (const difference of plan.apply) {
    if (disk.isForeign(difference.path)) {
      blocked.add(difference);
      continue;
    }
    if (difference.then === undefined || difference.now !== undefined) continue;
    const obstacle = disk.obstacle(difference.path);
    if (obstacle === undefined) continue;
    const files = obstacle.kind === 'folder' ? disk.filesBelow(obstacle.path) : [obstacle.path];
    const foreign = files.filter((path) => !held.has(path));
    const lost = foreign.find((path) => !isLeftOut(path, present.leftOut));
    if (lost !== undefined) return { refused: inTheWay(difference.path, lost) };
    if (foreign.length > 0) blocked.add(difference);
  }
  return {
    apply: plan.apply.filter((difference) => !blocked.has(difference)),
    kept: [...plan.kept, ...blocked],
  };
}

function inTheWay(path: BytePath, obstacle: BytePath): Refused['refused'] {
  return {
    code: 'in_the_way',
    detail: `${shownPath(obstacle)} is not held by any checkpoint and lies where ${shownPath(path)} has to go.`,
    wayOut: 'Move or delete it, then try again.',
  };
}
