/**
 * Returning to a checkpoint: a two-tree merge on a private index (docs/editor-api.md (f)), which changes only files that
 * differ and refuses when one of them has changed meanwhile. HEAD, branch, index and stash stay, but for the branch and
 * the index where a person chose "Files and branch".
 */
import type {
  BranchMove,
  CheckpointRecord,
  CheckpointRefusal,
  RestorePreview,
} from '../../core/checkpoints/checkpoint';
import type { Difference } from '../../core/checkpoints/restorePlan';
import { carryOut, type CarriedOut, type Prepared } from './carryOut';
import { compare, treeDifferences } from './comparison';
import { holdExactBytes } from './exactBytes';
import { gitCommand, type GitCommand, within } from './gitCommand';
import { type LastSteps, startLastSteps } from './lastSteps';
import { endLeftRunning } from './leftRunning';
import type { RestoreRequest, RestoreResult } from './ports';
import { checkRestorable, type Restorable } from './restoreChecks';
import { targetTree } from './restoreMerge';
import { ignoredNow } from './strayPaths';
import { withCapturedTree, type CapturedTree, type Found, type Refused } from './snapshotTree';

/** For one git command, in milliseconds: a large checkout takes its time, and a filter may never end. */
const DEADLINE_MS = 300_000;

/** Restores, with git of this machine. */
export function restoreTree(request: RestoreRequest): Promise<RestoreResult> {
  return restoreWith(within(DEADLINE_MS, gitCommand), request);
}

/** Restores with a git that is handed in. */
export async function restoreWith(git: GitCommand, request: RestoreRequest): Promise<RestoreResult> {
  const running = await endLeftRunning(request);
  if (running) return running;
  let last: LastSteps | undefined;
  const meanwhile = (): LastSteps => (last ??= startLastSteps(git, request.folder));
  const check = async (): Promise<(Restorable & Found) | Refused> => {
    const checked = await checkRestorable(git, request);
    return 'refused' in checked ? checked : { ...checked, meanwhile };
  };
  return withCapturedTree<Restorable & Found, CarriedOut>(git, request, check, async (present, checked) => {
    const prepared = await prepare(git, request, { ...present, ...(last && { last }) }, checked);
    return 'refused' in prepared ? prepared : carryOut(git, request, prepared);
  }).finally(() => last?.leave());
}

/** Finds out all that has to be known, and takes the safety checkpoint last. */
async function prepare(
  git: GitCommand,
  request: RestoreRequest,
  present: CapturedTree,
  { repository, object, tree, notThen, cut }: Restorable,
): Promise<Prepared | Refused> {
  const { target, preview, by } = request;
  if (present.tree !== preview.nowTree) return { refused: changedSince(repository.top) };
  const move = branchToMove(request, present);
  if (move !== undefined && 'refused' in move) return move;
  const differences = await differencesFrom(git, present, tree, preview);
  if ('refused' in differences) return differences;
  const held = { tree, differences, exact: object.exact, leftOut: target.left_out, notThen };
  const plan = await compare(git, present, held);
  if ('refused' in plan) return plan;
  const [to, ignored, exact] = await Promise.all([
    targetTree(git, present, tree, plan),
    ignoredNow(git, present, plan.apply),
    holdExactBytes(git, present, plan.apply),
  ]);
  if ('refused' in to) return to;
  if ('refused' in ignored) return ignored;
  if ('refused' in exact) return exact;
  const safety = await request.take({
    kind: 'safety',
    name: safetyName(target),
    by,
    captured: { ...present, ...exact },
  });
  if ('refused' in safety) return safety;
  return { present, plan, to: to.tree, ignored, safety: safety.record, move, cut };
}

/**
 * After where the restore goes, in inner quotes, since names are shown in outer ones; an undo, and an undo of that, are
 * not wrapped into each other without end.
 */
function safetyName({ kind, name }: CheckpointRecord): string {
  const [, did, where] = /^before (returning|undoing the return) to ‘([^]*)’$/.exec(name) ?? [];
  if (kind !== 'safety' || where === undefined) return `before returning to ‘${name}’`;
  return `before ${did === 'returning' ? 'undoing the return' : 'returning'} to ‘${where}’`;
}

/** The same two trees that the preview compared are not compared again. */
async function differencesFrom(
  git: GitCommand,
  { tree: nowTree, repository: { top } }: CapturedTree,
  thenTree: string,
  { compared, ...before }: RestorePreview,
): Promise<readonly Difference[] | Refused> {
  return before.nowTree === nowTree && compared?.thenTree === thenTree
    ? compared.differences
    : treeDifferences(git, top, nowTree, thenTree);
}

/** The branch moves when the person chose so, and back by itself when the restore that moved it is undone. */
function branchToMove(
  { what, preview }: RestoreRequest,
  { head, branch }: CapturedTree,
): BranchMove | Refused | undefined {
  const move = preview.branch;
  if ('why' in move) {
    return what === 'files' ? undefined : { refused: noBranch(move.why) };
  }
  if (what === 'files' && move.undo !== true) return undefined;
  if (move.from === head && move.name === branch) return move;
  return { refused: noBranch(`${move.name} has moved since the preview.`) };
}

function changedSince(top: string): CheckpointRefusal {
  return {
    code: 'changed_since_preview',
    detail: `Files in ${top} have changed since the preview.`,
    wayOut: 'Nothing was restored. Look at the preview again.',
  };
}

function noBranch(why: string): CheckpointRefusal {
  return {
    code: 'branch_not_movable',
    detail: `The branch cannot go back with the files: ${why}`,
    wayOut: 'Nothing was restored. Restore the files only, or look at the preview again.',
  };
}
