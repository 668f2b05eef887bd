/**
 * The checkpoints of a run: before its first node and after its successful end, while nothing of it is at work. Each is
 * written down before it is taken, so that a crash leaves none that nobody knows of. None is no reason to fail a run.
 */
import { setTimeout } from 'node:timers/promises';
import type { CheckpointRefusal, SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import type { RunCheckpointKind } from '../../core/events';
import type { Run } from '../../core/run';
import { isAboutCheckpoint, markOfKind, marksAfter, type CheckpointMark } from '../../core/runCheckpoints';
import { verificationOf } from '../../core/verification';
import type { TakeRequest, TakeResult } from '../checkpoints/ports';
import type { CheckpointPort } from '../host';
import { requestOf } from './checkpointRequest';
import type { Drive } from './drive';

type Parts = Pick<Drive, 'host' | 'run' | 'events' | 'append'>;
type Begun = Extract<CheckpointMark, { state: 'begun' }>;
type About = Pick<TakeRequest, 'outcome' | 'verification' | 'unchangedTree'>;

/** What git may take (docs/editor-api.md (f)), and how much later a port that never answers is given up. */
const DEADLINE_MS = 10_000;
const GIVEN_UP_MS = 15_000;

/**
 * Takes the checkpoint before the run, once: a run that went on after a stop or a crash has its own already. One that
 * was begun and cut short is found again by its id, or taken anew, because no node has worked since.
 */
export async function checkpointBefore(parts: Parts, worked: boolean): Promise<void> {
  if (parts.run().header.parent?.together) return notAlone(parts, 'before_batch');
  const mark = markSinceBatch(parts);
  if (mark?.state === 'begun') {
    if (!(await foundAgain(parts, mark))) await take(parts, 'before_batch', {});
    return;
  }
  // The journal of an earlier version: what it has done by now no checkpoint can be before.
  if (mark === undefined && !worked) await take(parts, 'before_batch', {});
}

/** The checkpoint before the run; in the run of a stage that before its last batch. */
function markSinceBatch({ run, events }: Parts): CheckpointMark | undefined {
  const batch = events().findLastIndex(({ type }) => type === 'batch_started');
  const since =
    batch < 0 ? run().checkpoints : events().slice(batch).filter(isAboutCheckpoint).reduce(marksAfter, []);
  return markOfKind(since, 'before_batch');
}

/** A tree in which siblings are at work has no moment to hold, and a worktree of a step goes when it is merged. */
async function notAlone({ run, append }: Parts, kind: RunCheckpointKind): Promise<void> {
  if (markOfKind(run().checkpoints, kind)) return;
  const isolated = run().header.isolated !== undefined;
  await append({
    type: 'checkpoint_skipped',
    kind,
    code: isolated ? 'isolated' : 'together',
    detail: isolated
      ? 'The step works in a worktree of its own; the checkpoint before the batch holds what it began with.'
      : 'Other steps of the batch are at work in the same tree.',
    wayOut: 'Go back to the checkpoint before the batch.',
  });
}

/** Takes the checkpoint before the run once more, because a person has mended what was in the way of its marker. */
export function checkpointAnew(parts: Parts): Promise<void> {
  return take(parts, 'before_batch', {});
}

/** Whether any node of the run was ever entered. */
export function hasWorked({ events }: Pick<Parts, 'events'>): boolean {
  return events().some(({ type }) => type === 'node_entered');
}

/** Takes the checkpoint after a run that ended with success, where the settings want one after each step. */
export async function checkpointAfter(parts: Parts): Promise<void> {
  if (parts.host.checkpoints?.when() !== 'step' || parts.run().header.stage) return;
  if (parts.run().header.parent?.together) return notAlone(parts, 'after_step');
  const run = parts.run();
  const before = markOfKind(run.checkpoints, 'before_batch');
  await take(parts, 'after_step', {
    outcome: 'completed',
    ...(before?.state === 'taken' && { unchangedTree: before.tree }),
    verification: verificationOf(run),
  });
}

/** Says what became of a checkpoint that a crash cut short after the run's end; the tree may be another by now. */
export async function settleCheckpoint(parts: Parts): Promise<void> {
  const mark = markOfKind(parts.run().checkpoints, 'after_step');
  if (mark?.state !== 'begun' || (await foundAgain(parts, mark))) return;
  await parts.append({
    type: 'checkpoint_skipped',
    checkpoint: mark.id,
    kind: mark.kind,
    code: 'interrupted',
    detail: 'The window went away while the checkpoint was being taken.',
    wayOut: 'Create a checkpoint by hand.',
  });
}

/** Whether a run waits for somebody to say what became of its last checkpoint. */
export function isCutShort({ phase, checkpoints }: Run): boolean {
  return phase === 'ended' && markOfKind(checkpoints, 'after_step')?.state === 'begun';
}

async function take(parts: Parts, kind: RunCheckpointKind, about: About): Promise<void> {
  const { host, append } = parts;
  const port = host.checkpoints;
  if (port === undefined || port.when() === 'off') {
    await append({ type: 'checkpoint_skipped', kind, ...(port ? OFF : UNAVAILABLE) });
    return;
  }
  const id = host.newId();
  await append({ type: 'checkpoint_started', checkpoint: id, kind });
  const result = await answerOf(async () =>
    port.take({ ...(await requestOf(parts.run(), kind)), ...about, id, deadlineMs: DEADLINE_MS }),
  );
  if ('refused' in result)
    await append({ type: 'checkpoint_skipped', checkpoint: id, kind, ...wordsOf(result.refused) });
  else await append(takenEvent(kind, result));
}

const OFF: CheckpointRefusal = {
  code: 'off',
  detail: 'Automatic checkpoints are turned off.',
  wayOut: 'Set "stageRunner.checkpoints.when" to "batch" or "step".',
};
const UNAVAILABLE: CheckpointRefusal = {
  code: 'unavailable',
  detail: 'There is nothing here that takes checkpoints.',
  wayOut: 'Open the folder in a trusted window with git.',
};

/** Foreign fields stay out of the journal. */
function wordsOf({ code, detail, wayOut }: CheckpointRefusal): CheckpointRefusal {
  return { code, detail, wayOut };
}

/** What became of it. A port that throws or never answers is a refusal, and the work goes on. */
async function answerOf(ask: () => Promise<TakeResult>): Promise<TakeResult> {
  const controller = new AbortController();
  try {
    return await Promise.race([ask(), givenUp(controller.signal)]);
  } catch (error) {
    return { refused: failed(error) };
  } finally {
    controller.abort();
  }
}

async function givenUp(signal: AbortSignal): Promise<TakeResult> {
  await setTimeout(GIVEN_UP_MS, undefined, { signal });
  const detail = `Taking the checkpoint had no end after ${GIVEN_UP_MS / 1000} seconds.`;
  return { refused: { code: 'timed_out', detail, wayOut: 'Create a checkpoint by hand.' } };
}

function failed(error: unknown): CheckpointRefusal {
  const detail = `Taking the checkpoint failed: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'failed', detail, wayOut: 'Open the log, and create a checkpoint by hand.' };
}

/** Whether the checkpoint exists after all; then the journal says so. */
async function foundAgain({ host, append }: Parts, mark: Begun): Promise<boolean> {
  const found = host.checkpoints && (await listed(host.checkpoints));
  if (found && 'problem' in found) await append({ type: 'note', text: found.problem });
  const all = found && 'all' in found ? found.all : [];
  const seen = all.find(({ record, exists }) => record.record_id === mark.id && exists);
  if (seen === undefined) return false;
  const recordProblem = 'The window went away before the record was written.';
  await append(takenEvent(mark.kind, { record: seen.record, ...(seen.rebuilt && { recordProblem }) }));
  return true;
}

async function listed(
  port: CheckpointPort,
): Promise<{ readonly all: readonly SeenCheckpoint[] } | { readonly problem: string }> {
  try {
    return { all: await port.list() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `The checkpoint that was cut short could not be looked for: ${why}` };
  }
}

function takenEvent(
  kind: RunCheckpointKind,
  { record, recordProblem, tagProblem }: Extract<TakeResult, { record: unknown }>,
): Parameters<Drive['append']>[0] {
  const { record_id, name, git, left_out } = record;
  if (git === undefined) throw new Error(`Checkpoint ${record_id} was taken and has no object`);
  return {
    type: 'checkpoint_taken',
    checkpoint: record_id,
    kind,
    name,
    sha: git.sha,
    tree: git.tree,
    worktree: git.worktree,
    files_changed: git.files_changed,
    left_out: left_out.length,
    record_written: recordProblem === undefined,
    ...(recordProblem !== undefined && { problem: recordProblem }),
    ...(tagProblem !== undefined && { tag_problem: tagProblem }),
  };
}
