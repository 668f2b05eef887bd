/** How a whole stage is to be run, and whether it goes on after a batch. */
import type { RunEvent } from '../events';
import { isObject, textsIn } from '../jsonObject';
import type { Run } from '../run';
import { isInterruption, type Stop } from '../stops';
import type { FinishedBatches } from './finished';

/** Values that a person chose when the run of a stage began or went on. */
export interface StagePolicy {
  /**
   * How many steps may be at work side by side, 1 for one after the other; absent: as the plan's own configuration says,
   * and where it has none one after the other.
   */
  readonly parallel?: number | undefined;
  readonly stopAfter: 'stage' | 'gate' | { readonly batches: number };
  /** Only steps that were planned to close gaps (renn-gsd.md 1.2). */
  readonly gapsOnly?: true;
  /** Only these steps, by key; absent: all. */
  readonly steps?: readonly string[];
  /** How many steps make a batch, where the format asks a person (prompts.md 2.3). */
  readonly batchSize?: number;
}

/** The policy that counts: the last one that was given, as far as a journal can be taken at its word. */
export function policyOf(events: readonly RunEvent[]): StagePolicy {
  const resumed = events.findLast((event) => event.type === 'run_resumed' && event.policy !== undefined);
  if (resumed?.type === 'run_resumed') return asPolicy(resumed.policy);
  const started = events.find((event) => event.type === 'run_started');
  return asPolicy(started?.stage?.policy);
}

/**
 * What is no value of its field counts as not given; steps that are none stay a choice of no step, and a number of steps
 * side by side that is none is one.
 */
function asPolicy(value: unknown): StagePolicy {
  const fields = isObject(value) ? value : {};
  const { stopAfter } = fields;
  const batches = isObject(stopAfter) ? count(stopAfter['batches']) : undefined;
  const batchSize = count(fields['batchSize']);
  return {
    ...(fields['parallel'] !== undefined && { parallel: count(fields['parallel']) ?? 1 }),
    stopAfter: batches !== undefined ? { batches } : stopAfter === 'gate' ? 'gate' : 'stage',
    ...(fields['gapsOnly'] === true && { gapsOnly: true }),
    ...(fields['steps'] !== undefined && { steps: textsIn(fields['steps']) }),
    ...(batchSize !== undefined && { batchSize }),
  };
}

/** A whole number of at least 1. */
function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 1 ? Number(value) : undefined;
}

/**
 * Why the run of a stage comes to rest between two batches; `undefined` when it goes on, as it does within one.
 * @param children the runs of its steps
 */
export function restAfterBatch(
  events: readonly RunEvent[],
  children: readonly Run[],
  finished: FinishedBatches,
): Stop | undefined {
  if (finished.goesOn) return undefined;
  const since = events.slice(lastGoingOn(events));
  const asked = since.find((event) => event.type === 'stop_asked');
  if (asked?.type === 'stop_asked')
    return rest(`${asked.by === '' ? 'Somebody' : asked.by} asked to stop after this batch.`);
  const { stopAfter } = policyOf(events);
  const done = finishedIn(since, events, finished);
  if (typeof stopAfter === 'object' && done >= stopAfter.batches)
    return rest(done === 1 ? 'One batch was asked for.' : `${done} batches were asked for.`);
  if (stopAfter === 'gate' && gateSince(since, children)) return rest('A gate was met.');
  return undefined;
}

/** How many batches that are finished had an end in a part of the journal. */
function finishedIn(
  since: readonly RunEvent[],
  events: readonly RunEvent[],
  { keys }: FinishedBatches,
): number {
  const begun = new Map(
    events.flatMap((event) => (event.type === 'batch_started' ? [[event.number, event.batch]] : [])),
  );
  const ended = since.flatMap((event) => (event.type === 'batch_ended' ? [begun.get(event.number)] : []));
  return new Set(ended.filter((key) => key !== undefined && keys.has(key))).size;
}

/**
 * The place of the event from which on batches, gates and wishes count: the start, or where a person had the stage go on
 * after a rest. Going on after an interruption, without another policy, changes nothing of what was asked for.
 */
function lastGoingOn(events: readonly RunEvent[]): number {
  let from = 0;
  let stop: string | undefined;
  events.forEach((event, at) => {
    if (event.type === 'run_stopped') stop = event.stop.code;
    if (event.type !== 'run_resumed') return;
    if (event.policy !== undefined || (stop !== undefined && !isInterruption(stop))) from = at;
    stop = undefined;
  });
  return from;
}

/** Whether a person was asked anything since, by the run of the stage or by those of its steps. */
function gateSince(since: readonly RunEvent[], children: readonly Run[]): boolean {
  const from = since[0]?.at ?? '';
  return (
    since.some(({ type }) => type === 'gate_opened') ||
    children.some(({ gates }) => gates.some(({ gate }) => gate.openedAt >= from))
  );
}

function rest(detail: string): Stop {
  return { code: 'stopped_after_batch', detail };
}
