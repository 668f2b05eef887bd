/** Which batches of a stage's run are finished: a retry, or a part of a batch, is none of its own. */
import type { BatchRecord } from './record';

/** How far the batches of a run are. */
export interface FinishedBatches {
  /** `BatchRecord.batch` of those that are finished. */
  readonly keys: ReadonlySet<string>;
  /** Steps are left of the batch that was run last. */
  readonly goesOn: boolean;
}

/**
 * By what is left of the format's own batches.
 * @param unfinished keys of the steps of batches of which a step is left (`unfinishedSteps`)
 */
export function finishedByStage(
  batches: readonly BatchRecord[],
  unfinished: ReadonlySet<string>,
): FinishedBatches {
  const isFinished = ({ steps }: BatchRecord): boolean => !steps.some(({ key }) => unfinished.has(key));
  const last = ended(batches).at(-1);
  return {
    keys: keysOf(ended(batches).filter(isFinished)),
    goesOn: last !== undefined && !isFinished(last),
  };
}

/**
 * By what came of each, where a batch is what was begun as one (prompts.md 2.4): one that failed, was taken back or ended
 * before its last steps does not count, and what is left of it is in another.
 */
export function finishedByResults(batches: readonly BatchRecord[]): FinishedBatches {
  const isFinished = ({ steps, results = [] }: BatchRecord): boolean =>
    steps.every(({ key }) => results.some(({ step, outcome }) => step === key && outcome !== 'failed'));
  return { keys: keysOf(ended(batches).filter(isFinished)), goesOn: false };
}

function ended(batches: readonly BatchRecord[]): readonly BatchRecord[] {
  return batches.filter(({ endedAt }) => endedAt !== undefined);
}

function keysOf(batches: readonly BatchRecord[]): ReadonlySet<string> {
  return new Set(batches.map(({ batch }) => batch));
}
