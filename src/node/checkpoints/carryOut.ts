/** A restore from where it is written down to where its end is; everything that it needs is known before. */
import type { BranchMove, CheckpointRecord, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { changesOf, type RestorePlan } from '../../core/checkpoints/restorePlan';
import { RESTORE_LOG_VERSION, type RestoreEnded } from '../../core/checkpoints/restoreHistory';
import { nextOrder } from '../order';
import { identify } from '../processes/identity';
import { whileAtWork } from './atWork';
import { writeExactBytes } from './exactBytes';
import type { GitCommand } from './gitCommand';
import { goesFirst } from './leftRunning';
import type { RestoreRequest, RestoreResult } from './ports';
import { finishMove, moveBranch } from './restoreBranch';
import type { Restorable } from './restoreChecks';
import { appendRestoreEntry } from './restoreLog';
import { mergeTrees } from './restoreMerge';
import type { BytePath } from './snapshotScan';
import type { CapturedTree, Refused } from './snapshotTree';
import { strayPaths } from './strayPaths';

export interface Prepared {
  readonly present: CapturedTree;
  readonly plan: RestorePlan;
  /** The tree to go to: the checkpoint's, with the present's entries for what is left alone. */
  readonly to: string;
  /** What the ignore rules of the present keep from sight (see `ignoredNow`). */
  readonly ignored: ReadonlySet<BytePath>;
  readonly safety: CheckpointRecord;
  readonly move: BranchMove | undefined;
  readonly cut: Restorable['cut'] | undefined;
}

export type CarriedOut = Exclude<RestoreResult, Refused>;

/** From here on the restore is written down: one that is cut short is known, and is finished or undone by another. */
export function carryOut(
  git: GitCommand,
  request: RestoreRequest,
  prepared: Prepared,
): Promise<CarriedOut | Refused> {
  const id = request.newId();
  return whileAtWork(id, () => carry(git, request, prepared, id));
}

async function carry(
  plain: GitCommand,
  request: RestoreRequest,
  prepared: Prepared,
  id: string,
): Promise<CarriedOut | Refused> {
  const { present, safety, plan, move } = prepared;
  const { top } = present.repository;
  const git: GitCommand = (asked) => plain({ ...asked, restore: id });
  await writeStart(request, prepared, id);
  const end = endOf(request, id);
  const nothingDone = async (refused: CheckpointRefusal): Promise<Refused> => {
    await end('refused', 0);
    await request.discard(safety);
    return { refused };
  };

  const other = await goesFirst(request.dataFolder, top, id);
  if (other !== undefined) return nothingDone(other);
  const live = await request.liveRun(top);
  if (live !== undefined) return nothingDone(runIsLive(top, live));
  const merged = await mergeTrees(git, present, prepared.to);
  // Its end is not written down: it is finished or undone by another one.
  if (typeof merged === 'object' && 'unjudged' in merged) return { refused: merged.unjudged };
  if (typeof merged === 'object') return nothingDone(merged.refused);
  const stray = await afterMerge(git, request, prepared, merged);
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

/** Writes the bytes that the checkpoint holds besides, and looks for what is not as it should be. */
async function afterMerge(
  git: GitCommand,
  { target }: RestoreRequest,
  { present, plan, ignored }: Prepared,
  merged: 'merged' | 'half_done',
): Promise<readonly string[] | Refused> {
  const exact = merged === 'merged' ? target.git?.exact : undefined;
  const unwritten = exact && (await writeExactBytes(git, present, exact, plan.apply));
  if (unwritten) return unwritten;
  return strayPaths(git, present, [...target.left_out, ...present.leftOut], ignored);
}

async function writeStart(
  request: RestoreRequest,
  { present, safety, move }: Prepared,
  id: string,
): Promise<void> {
  const { target, dataFolder, by, run } = request;
  await appendRestoreEntry(dataFolder, {
    schema_version: RESTORE_LOG_VERSION,
    id,
    type: 'restore_started',
    at: request.now().toISOString(),
    by,
    worktree: present.repository.top,
    checkpoint: {
      id: target.record_id,
      at: target.created_at,
      name: target.name,
      ...(target.order !== undefined && { order: target.order }),
    },
    safety: { id: safety.record_id, at: safety.created_at },
    ...(run !== undefined && { run }),
    ...(move && { branch: { name: move.name, from: move.from, to: move.to } }),
    process: await identify(process.pid),
  });
}

/** Writes down how the restore ended, and how many paths it was about. */
function endOf(
  request: RestoreRequest,
  id: string,
): (outcome: RestoreEnded['outcome'], files: number, stray?: readonly string[]) => Promise<void> {
  return async (outcome, files, stray) =>
    appendRestoreEntry(request.dataFolder, {
      schema_version: RESTORE_LOG_VERSION,
      id,
      type: 'restore_ended',
      at: request.now().toISOString(),
      ...(await nextOrder(request.dataFolder)),
      outcome,
      files,
      ...(stray && { stray }),
    });
}

function runIsLive(top: string, run: string): CheckpointRefusal {
  return {
    code: 'run_live',
    detail: `Run ${run} is at work in ${top}.`,
    wayOut: 'Nothing was restored. Wait for the end of the run, or stop it.',
  };
}
