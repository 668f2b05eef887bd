/** Whether a checkpoint can be returned to at all, and what has to be known before the present is captured. */
import type { CheckpointObject, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { refOf } from '../../core/checkpoints/checkpoint';
import {
  undoneBy,
  unfinishedRestore,
  type Restore,
  type RestoreStarted,
} from '../../core/checkpoints/restoreHistory';
import { isLeftOut, shownPath, type Difference } from '../../core/checkpoints/restorePlan';
import { treeDifferences } from './comparison';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { diskBelow } from './inTheWay';
import type { PreviewRequest } from './ports';
import { findRepository, operationUnderWay, type Repository } from './repository';
import { loadRestoreLog } from './restoreLog';
import type { BytePath } from './snapshotScan';
import type { Refused } from './snapshotTree';

export interface Restorable {
  readonly repository: Repository;
  readonly object: CheckpointObject;
  /** The checkpoint's tree, which is there. */
  readonly tree: string;
  /**
   * Paths that lie on the disk, and that the safety checkpoint holds in any case: what the checkpoint has and the user's
   * index does not know, as far as it is not too large, and what the restore that this one undoes brought.
   */
  readonly alsoHold: readonly string[];
  /** Paths that were certainly not there then (see `Comparison`). */
  readonly notThen: ReadonlySet<BytePath>;
  /** The restore that this one would undo. */
  readonly undone?: Restore;
  /** How the branch moves, or was to move, in a restore of this worktree that was cut short. */
  readonly cut?: NonNullable<RestoreStarted['branch']>;
}

/** Looks without touching anything. */
export async function checkRestorable(
  git: GitCommand,
  { folder, dataFolder, target, limits }: PreviewRequest,
): Promise<Restorable | Refused> {
  const object = target.git;
  if (object === undefined) return { refused: nothingHeld(target.name) };
  const [repository, unknown, log] = await Promise.all([
    findRepository(git, folder, object.sha),
    unknownToIndex(git, folder, object.sha),
    loadRestoreLog(dataFolder),
  ]);
  if ('refused' in repository) return repository;
  const { top, tree } = repository;
  if (object.worktree !== top) return { refused: otherWorktree(target.name, object.worktree, top) };
  const busy = await operationUnderWay(repository.gitDir);
  if (busy !== undefined) return { refused: inProgress(top, busy) };
  if (tree === undefined) return { refused: objectMissing(target.name, object.sha) };

  if ('refused' in unknown) return unknown;
  const undone = undoneBy(log, target.record_id);
  const brought = undone ? await broughtBy(git, top, tree, undone) : [];
  if ('refused' in brought) return brought;
  const left = target.left_out.filter(({ reason }) => reason !== 'too_many');
  const own = brought.filter(({ path }) => !isLeftOut(path, left));
  const alsoHold = new Set([
    ...onDisk(top, unknown.paths, limits.maxFileSize),
    ...onDisk(
      top,
      own.map(({ path }) => path),
      Infinity,
    ),
  ]);
  const notThen = new Set(brought.filter(({ now }) => now === undefined).map(({ path }) => path));
  const unfinished = unfinishedRestore(log, top);
  const cut = unfinished?.ended === undefined ? unfinished?.started.branch : undefined;
  const known = { ...(undone && { undone }), ...(cut && { cut }) };
  return { repository, object, tree, alsoHold: [...alsoHold], notThen, ...known };
}

/** The tree of a commit; `undefined` when either is gone. */
async function treeOf(git: GitCommand, top: string, commit: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{tree}`];
  const answer = await git({ folder: top, args });
  return answer.code === 0 ? answer.stdout.toString().trim() : undefined;
}

/** Paths of the commit that the user's index has not; refused where the index holds conflicts. */
async function unknownToIndex(
  git: GitCommand,
  top: string,
  commit: string,
): Promise<{ readonly paths: readonly BytePath[] } | Refused> {
  const what = ['-z', '--name-status', '--no-renames', '--diff-filter=DU'];
  const answer = await git({
    folder: top,
    args: ['diff-index', '--cached', ...what, '--end-of-options', commit],
  });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'compare the index') };
  const fields = answer.stdout.toString('latin1').split('\0');
  const conflict = fields.findIndex((field, at) => at % 2 === 0 && field === 'U');
  if (conflict >= 0) return { refused: unmerged(shownPath(fields[conflict + 1] ?? '')) };
  return { paths: fields.filter((_, at) => at % 2 === 1) };
}

/** What a restore brought: what the checkpoint that it returned to has otherwise than its safety checkpoint, or alone. */
async function broughtBy(
  git: GitCommand,
  top: string,
  safetyTree: string,
  { started }: Restore,
): Promise<readonly Difference[] | Refused> {
  const tree = await treeOf(git, top, refOf(started.checkpoint.id));
  if (tree === undefined) return [];
  const differences = await treeDifferences(git, top, safetyTree, tree);
  return 'refused' in differences ? differences : differences.filter(({ then }) => then !== undefined);
}

/** Files that lie there or in the place of a folder around; what they are in the way of must not be lost. */
export function onDisk(top: string, paths: readonly BytePath[], maxFileSize: number): readonly string[] {
  const disk = diskBelow(top);
  const obstacles = paths.map((path) => disk.obstacle(path));
  return obstacles.flatMap((obstacle) =>
    obstacle?.kind === 'file' && obstacle.size <= maxFileSize ? [shownPath(obstacle.path)] : [],
  );
}

function nothingHeld(name: string): CheckpointRefusal {
  return {
    code: 'nothing_held',
    detail: `The checkpoint “${name}” is a record without a tree: there is nothing to return to.`,
    wayOut: 'Choose another checkpoint.',
  };
}

function otherWorktree(name: string, was: string, top: string): CheckpointRefusal {
  return {
    code: 'other_worktree',
    detail: `The checkpoint “${name}” was made in ${was}, and this is ${top}.`,
    wayOut: 'Open the folder that it was made in.',
  };
}

function inProgress(top: string, what: NonNullable<CheckpointObject['in_progress']>): CheckpointRefusal {
  const way = what === 'bisect' ? '“git bisect reset”' : `“git ${what} --continue” or “git ${what} --abort”`;
  return {
    code: 'in_progress',
    detail: `git is in the middle of a ${what} in ${top}.`,
    wayOut: `Finish or leave it first (${way}), then try again.`,
  };
}

export function objectMissing(name: string, sha: string): CheckpointRefusal {
  return {
    code: 'object_missing',
    detail: `The commit ${sha} that holds the checkpoint “${name}” is not in the repository any more.`,
    wayOut: 'Choose another checkpoint.',
  };
}

function unmerged(path: string): CheckpointRefusal {
  return {
    code: 'unmerged',
    detail: `The index holds a conflict that is not resolved: ${path}.`,
    wayOut: 'Resolve the conflict and “git add” the file, then try again.',
  };
}
