/** What the journal of a stage's run says about its batches. */
import type { RunEvent } from '../events';

/** A step as its batch begins. */
export interface BatchStep {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  /** What it builds, three to eight words. */
  readonly builds: string;
  /** The same in a sentence or two. */
  readonly objective: string;
}

/** How a step came out of its batch. */
export interface StepResult {
  readonly step: string;
  readonly outcome: 'done' | 'failed' | 'skipped';
  /** What was built by its handoff, or why it failed or was skipped, as sentences. */
  readonly text: string;
  /** The id of its run; absent where none was started. */
  readonly run?: string;
}

/** A batch of the run of a stage. */
export interface BatchRecord {
  readonly number: number;
  readonly batch: string;
  readonly startedAt: string;
  readonly steps: readonly BatchStep[];
  readonly rounds: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** The steps of a round each work in a git worktree of their own. */
  readonly isolated?: true;
  /** By step the run of an earlier batch that goes on in this one; absent where each begins anew. */
  readonly goesOn?: Readonly<Record<string, string>>;
  readonly endedAt?: string;
  readonly results?: readonly StepResult[];
  /** Names of the steps that it enables; absent where that was not written down. */
  readonly enables?: readonly string[];
  /** A restore took it back, as a whole or what was left of it; never in a journal. */
  readonly takenBack?: TakenBack;
}

/** A restore, as far as a batch that it took back tells of it. */
export interface TakenBack {
  /** The name of the checkpoint that it went back to. */
  readonly checkpoint: string;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

type BatchEvent = Extract<RunEvent, { type: 'batch_started' | 'batch_ended' }>;

/** Whether `batchesAfter` takes an event. */
export function isAboutBatch(event: RunEvent): event is BatchEvent {
  return event.type === 'batch_started' || event.type === 'batch_ended';
}

/**
 * The batches with one event more. A beginning or an end that is said again takes the place of the first, and an end of
 * a batch that never began is none.
 */
export function batchesAfter(batches: readonly BatchRecord[], event: BatchEvent): readonly BatchRecord[] {
  if (event.type === 'batch_ended') {
    const { number: of, at: endedAt, results, enables } = event;
    const end = { endedAt, results, ...(enables && { enables }) };
    return batches.map((batch) => (batch.number === of ? { ...batch, ...end } : batch));
  }
  const { number, batch, steps, rounds, notes, isolated, goesOn, at } = event;
  const known = batches.find((one) => one.number === number);
  const about = {
    number,
    batch,
    steps,
    rounds,
    notes,
    ...(isolated && { isolated }),
    ...(goesOn && { goesOn }),
  };
  const begun = { startedAt: at, ...known, ...about };
  return known ? batches.map((one) => (one === known ? begun : one)) : [...batches, begun];
}
