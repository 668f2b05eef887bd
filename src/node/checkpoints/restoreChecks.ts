/** Whether a checkpoint can be returned to at all, and what has to be known before the present is captured. */
import type { CheckpointObject, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { refOf } from '../../core/checkpoints/checkpoint';
import { undoneBy, type Restore } from '../../core/checkpoints/restoreHistory';
import { shownPath } from '../../core/checkpoints/restorePlan';
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
  /** Paths that the checkpoint has, and that lie on the disk although the user's index does not know them. */
  readonly alsoHold: readonly string[];
  /** Paths that were certainly not there then (see `Comparison`). */
  readonly notThen: ReadonlySet<BytePath>;
  /** The restore that this one would undo. */
  readonly undone?: Restore;
}

/** Looks without touching anything. */
export async function checkRestorable(
  git: GitCommand,
  { folder, dataFolder, target }: PreviewRequest,
): Promise<Restorable | Refused> {
  const repository = await findRepository(git, folder);
  if ('refused' in repository) return repository;
  const { top } = repository;
  const object = target.git;
  if (object === undefined) return { refused: nothingHeld(target.name) };
  if (object.worktree !== top) return { refused: otherWorktree(target.name, object.worktree, top) };
  const busy = await operationUnderWay(repository.gitDir);
  if (busy !== undefined) return { refused: inProgress(top, busy) };
  const tree = await treeOf(git, top, object.sha);
  if (tree === undefined) return { refused: objectMissing(target.name, object.sha) };

  const unknown = await unknownToIndex(git, top, tree);
  if ('refused' in unknown) return unknown;
  const undone = undoneBy(await loadRestoreLog(dataFolder), target.record_id);
  const notThen = undone ? await broughtBy(git, top, tree, undone) : new Set<BytePath>();
  if ('refused' in notThen) return notThen;
  const alsoHold = await onDisk(top, [...unknown.paths, ...notThen]);
  return { repository, object, tree, alsoHold, notThen, ...(undone && { undone }) };
}

/** The tree of a commit; `undefined` when either is gone. */
async function treeOf(git: GitCommand, top: string, commit: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{tree}`];
  const answer = await git({ folder: top, args });
  return answer.code === 0 ? answer.stdout.toString().trim() : undefined;
}

/** Paths of the tree that the user's index has not; refused where the index holds conflicts. */
async function unknownToIndex(
  git: GitCommand,
  top: string,
  tree: string,
): Promise<{ readonly paths: readonly BytePath[] } | Refused> {
  const args = ['diff-index', '--cached', '-z', '--name-status', '--no-renames', '--diff-filter=DU', tree];
  const answer = await git({ folder: top, args });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'compare the index') };
  const fields = answer.stdout.toString('latin1').split('\0');
  const conflict = fields.findIndex((field, at) => at % 2 === 0 && field === 'U');
  if (conflict >= 0) return { refused: unmerged(shownPath(fields[conflict + 1] ?? '')) };
  return { paths: fields.filter((_, at) => at % 2 === 1) };
}

/** What a restore brought that was not there before: in the checkpoint that it returned to, not in its safety one. */
async function broughtBy(
  git: GitCommand,
  top: string,
  safetyTree: string,
  { started }: Restore,
): Promise<ReadonlySet<BytePath> | Refused> {
  const tree = await treeOf(git, top, refOf(started.checkpoint.id));
  if (tree === undefined) return new Set();
  const differences = await treeDifferences(git, top, safetyTree, tree);
  if ('refused' in differences) return differences;
  return new Set(differences.filter(({ now }) => now === undefined).map(({ path }) => path));
}

/** Files that lie there or in the place of a folder around; what they are in the way of must not be lost. */
async function onDisk(top: string, paths: readonly BytePath[]): Promise<readonly string[]> {
  const disk = diskBelow(top);
  const found = new Set<string>();
  for (const path of paths) {
    const obstacle = await disk.obstacle(path);
    if (obstacle?.kind === 'file') found.add(shownPath(obstacle.path));
  }
  return [...found];
}

function nothingHeld(name: string): CheckpointRefusal {
  return {
    code: 'nothing_held',
    detail: `The checkpoint '${name}' is a record without a tree: there is nothing to return to.`,
    wayOut: 'Choose another checkpoint.',
  };
}

function otherWorktree(name: string, was: string, top: string): CheckpointRefusal {
  return {
    code: 'other_worktree',
    detail: `The checkpoint '${name}' was made in ${was}, and this is ${top}.`,
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

function objectMissing(name: string, sha: string): CheckpointRefusal {
  return {
    code: 'object_missing',
    detail: `The commit ${sha} that holds the checkpoint '${name}' is not in the repository any more.`,
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
