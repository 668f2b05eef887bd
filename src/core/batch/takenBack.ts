/** Batches that a restore took back: what the run of their stage knows of them, and which restore it was. */
import type { Restore } from '../checkpoints/restoreHistory';
import type { RunEvent } from '../events';
import type { BatchRecord, TakenBack } from './record';

/** The batches with those marked that are not over: a restore took the rest of them back. */
export function openTakenBack(
  batches: readonly BatchRecord[],
  restore: Restore | undefined,
): readonly BatchRecord[] {
  const takenBack = restore && told(restore);
  if (takenBack === undefined) return batches;
  return batches.map((batch) => (batch.endedAt === undefined ? { ...batch, takenBack } : batch));
}

/**
 * The batches with those marked that the run itself took back to the checkpoint before them (prompts.md 2.4).
 * @param restores those that the run asked for, and that are over
 */
export function ownTakenBack(
  batches: readonly BatchRecord[],
  events: readonly RunEvent[],
  restores: readonly Restore[],
): readonly BatchRecord[] {
  const numbers = checkpointsOf(events);
  const marks = new Map(
    restores.map((restore) => [numbers.get(restore.started.checkpoint.id), told(restore)] as const),
  );
  return batches.map((batch) => {
    const takenBack = marks.get(batch.number);
    return takenBack ? { ...batch, takenBack } : batch;
  });
}

/** Which batch each checkpoint was taken before. */
function checkpointsOf(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let number: number | undefined;
  for (const event of events) {
    if (event.type === 'batch_started') number = event.number;
    if (event.type === 'checkpoint_taken' && number !== undefined) numbers.set(event.checkpoint, number);
  }
  return numbers;
}

function told({ started, ended }: Restore): TakenBack | undefined {
  return ended && { checkpoint: started.checkpoint.name, by: started.by, at: ended.at };
}
