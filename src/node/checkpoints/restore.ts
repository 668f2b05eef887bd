/**
 * Returning to a checkpoint: a two-tree merge on a private index (docs/editor-api.md (f)), which changes only files that
 * differ and refuses when one of them has changed meanwhile. HEAD, branch, index and stash stay, but for the branch and
 * the index where a person chose "Files and branch".
 */
import type { BranchMove, CheckpointRecord, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { changesOf, type RestorePlan } from '../../core/checkpoints/restorePlan';
import { RESTORE_LOG_VERSION, type RestoreEnded } from '../../core/checkpoints/restoreHistory';
import { nextOrder } from '../order';
import { identify } from '../processes/identity';
import { compare, treeDifferences } from './comparison';
import { holdExactBytes, writeExactBytes } from './exactBytes';
import { gitCommand, type GitCommand } from './gitCommand';
import { endLeftRunning } from './leftRunning';
import { ignoredNow, strayPaths } from './strayPaths';
import type { RestoreRequest, RestoreResult } from './ports';
import { finishMove, moveBranch } from './restoreBranch';
import { type LastSteps, startLastSteps } from './lastSteps';
import { checkRestorable, type Restorable } from './restoreChecks';
import { appendRestoreEntry } from './restoreLog';
import { mergeTrees, targetTree } from './restoreMerge';
import type { BytePath } from './snapshotScan';
import { withCapturedTree, type CapturedTree, type Refused } from './snapshotTree';

type Begun = Exclude<RestoreResult, Refused>;

/** Restores, with git of this machine. */
export function restoreTree(request: RestoreRequest): Promise<RestoreResult> {
  return restoreWith(gitCommand, request);
}

/** Restores with a git that is handed in. */
export async function restoreWith(git: GitCommand, request: RestoreRequest): Promise<RestoreResult> {
  const { target, preview } = request;
  const running = await endLeftRunning(request);
  if (running) return running;
  let last: LastSteps | undefined;
  const check = (): Promise<Restorable | Refused> => {
    const checking = checkRestorable(git, request);
    last = startLastSteps(git, request.folder);
    return checking;
  };
  return withCapturedTree<Restorable, Begun>(git, request, check, async (present, checked) => {
    const { repository, object, tree, notThen, cut } = checked;
    if (present.tree !== preview.nowTree) return { refused: changedSince(repository.top) };
    const move = branchToMove(request, present);
    if (move !== undefined && 'refused' in move) return move;
    const { compared } = preview;
    const differences =
      compared?.thenTree === tree
        ? compared.differences
        : await treeDifferences(git, repository.top, present.tree, tree);
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
    const captured = { ...present, ...exact, ...(last && { last }) };
    const name = `before returning to “${target.name}”`;
    const safety = await request.take({ kind: 'safety', name, by: request.by, captured });
    if ('refused' in safety) return safety;
    const prepared = { present, plan, to: to.tree, ignored, safety: safety.record, move };
    return begin(git, request, { ...prepared, ...(cut && { cut }) });
  }).finally(() => last?.leave());
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

interface Prepared {
  readonly present: CapturedTree;
  readonly plan: RestorePlan;
  /** The tree to go to: the checkpoint's, with the present's entries for what is left alone. */
  readonly to: string;
  /** What the ignore rules of the present keep from sight (see `ignoredNow`). */
  readonly ignored: ReadonlySet<BytePath>;
  readonly safety: CheckpointRecord;
  readonly move: BranchMove | undefined;
  readonly cut?: NonNullable<Restorable['cut']>;
}

/** From here on the restore is written down: one that is cut short is known, and is finished or undone by another. */
async function begin(
  plain: GitCommand,
  request: RestoreRequest,
  prepared: Prepared,
): Promise<Begun | Refused> {
  const { target, dataFolder, by } = request;
  const { present, safety, plan, move } = prepared;
  const { top } = present.repository;
  const id = request.newId();
  const git: GitCommand = (asked) => plain({ ...asked, restore: id });
  const entry = { schema_version: RESTORE_LOG_VERSION, id };
  await appendRestoreEntry(dataFolder, {
    ...entry,
    type: 'restore_started',
    at: request.now().toISOString(),
    by,
    worktree: top,
    checkpoint: {
      id: target.record_id,
      at: target.created_at,
      name: target.name,
      ...(target.order !== undefined && { order: target.order }),
    },
    safety: { id: safety.record_id, at: safety.created_at },
    ...(move && { branch: { name: move.name, from: move.from, to: move.to } }),
    process: await identify(process.pid),
  });
  const end = async (outcome: RestoreEnded['outcome'], files: number, stray?: readonly string[]) =>
    appendRestoreEntry(dataFolder, {
      ...entry,
      type: 'restore_ended',
      at: request.now().toISOString(),
      ...(await nextOrder(dataFolder)),
      outcome,
      files,
      ...(stray && { stray }),
    });

  const live = await request.liveRun(top);
  if (live !== undefined) {
    await end('refused', 0);
    await request.discard(safety);
    return { refused: runIsLive(top, live) };
  }
  const merged = await mergeTrees(git, present, prepared.to);
  // Its end is not written down: it is finished or undone by another one.
  if (typeof merged === 'object' && 'unjudged' in merged) return { refused: merged.unjudged };
  if (typeof merged === 'object') {
    await end('refused', 0);
    await request.discard(safety);
    return merged;
  }
  const exact = merged === 'merged' ? target.git?.exact : undefined;
  const unwritten = exact && (await writeExactBytes(git, present, exact, plan.apply));
  if (unwritten) return unwritten;
  const stray = await strayPaths(git, present, [...target.left_out, ...present.leftOut], prepared.ignored);
  if ('refused' in stray) return stray;
  if (stray.length > 0) {
    await end('stray_changes', plan.apply.length, stray);
    return { stray, safety };
  }
  const branchProblem = move
    ? await moveBranch(git, top, move, safety.git?.sha ?? '')
    : await finishMove(git, present, prepared.cut);
  await end('restored', plan.apply.length);
  return { restored: changesOf(plan.apply), safety, ...(branchProblem && { branchProblem }) };
}

function changedSince(top: string): CheckpointRefusal {
  return {
    code: 'changed_since_preview',
    detail: `Files in ${top} have changed since the preview.`,
    wayOut: 'Nothing was restored. Look at the preview again.',
  };
}

function runIsLive(top: string, run: string): CheckpointRefusal {
  return {
    code: 'run_live',
    detail: `Run ${run} is at work in ${top}.`,
    wayOut: 'Nothing was restored. Wait for the end of the run, or stop it.',
  };
}

function noBranch(why: string): CheckpointRefusal {
  return {
    code: 'branch_not_movable',
    detail: `The branch cannot go back with the files: ${why}`,
    wayOut: 'Nothing was restored. Restore the files only, or look at the preview again.',
  };
}
