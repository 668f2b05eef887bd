/** The batches of a run of prompts: so many between two rollback checkpoints (prompts.md 2.3, 2.4). */
import type { Step } from '../../../plan';

/** Where a person set no other (prompts.md 2.3). */
export const DEFAULT_BATCH_SIZE = 2;

/** Prompts that run between two checkpoints. */
export interface PromptBatch {
  /** From 1. */
  readonly number: number;
  /** In the order in which they run. */
  readonly steps: readonly Step[];
}

/**
 * Splits prompts into batches; the last one may be smaller.
 * @param size prompts in a batch, a whole number from 1
 */
export function promptBatches(steps: readonly Step[], size: number): readonly PromptBatch[] {
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, at) => ({
    number: at + 1,
    steps: steps.slice(at * size, (at + 1) * size),
  }));
}

/** The size to try after a batch of this one was too large for a review; `undefined` where none is smaller. */
export function smallerSize(size: number): number | undefined {
  return size > 1 ? Math.floor(size / 2) : undefined;
}
