/** The batches of a run of prompts: so many between two rollback checkpoints (prompts.md 2.3, 2.4). */
import type { Step } from '../../../plan';

export const DEFAULT_BATCH_SIZE = 2;

export interface PromptBatch {
  /** From 1. A run that goes on counts on. */
  readonly number: number;
  /** In the order in which they run. */
  readonly steps: readonly Step[];
}

export type PromptBatches = { readonly batches: readonly PromptBatch[] } | { readonly refused: string };

/**
 * Splits prompts into batches; the last one may be smaller.
 * @param steps as `selectPrompts` gives them
 * @param size prompts in a batch, a whole number from 1
 * @param first the number of the first batch, where a run goes on or begins a batch again with another size
 */
export function promptBatches(
  steps: readonly Step[],
  size: number = DEFAULT_BATCH_SIZE,
  first = 1,
): PromptBatches {
  if (!Number.isSafeInteger(size) || size < 1)
    return { refused: `A batch cannot have ${size} prompts. Give a whole number from 1, such as 2.` };
  if (steps.length === 0) return { refused: 'No prompt is left to run.' };
  const count = Math.ceil(steps.length / size);
  const batches = Array.from({ length: count }, (_, at) => ({
    number: first + at,
    steps: steps.slice(at * size, (at + 1) * size),
  }));
  return { batches };
}

/** The size to try after a batch of this one was too large for a review; `undefined` where none is smaller. */
export function smallerSize(size: number): number | undefined {
  return size > 1 ? Math.floor(size / 2) : undefined;
}
