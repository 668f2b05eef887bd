/** Batches of a stage: as declared, and as the graph of dependencies says (renn-gsd.md 1.4, 2.3). */
import { append } from './group';
import type { StepBatch } from './plan';
import type { Written } from './written';

/** Steps that run between two of the stage's checkpoints; keys of `StepBatch.key` and of steps. */
export interface BatchGroup {
  readonly key: string;
  readonly steps: readonly string[];
}

interface BatchStep {
  readonly key: string;
  readonly batch?: Written;
}

/** The key of the group of steps whose batch neither is written nor can be computed, being on or after a cycle. */
export const NO_BATCH = '?';

/** The number of a declared batch without zeros in front; `undefined` where it is none. */
export function batchNumber(written: Written | undefined): string | undefined {
  const [, digits] = /^0*(\d{1,9})$/.exec(written?.text ?? '') ?? [];
  return digits;
}

/**
 * The longest way to each step through the graph, counted from 1, from 0 where any step declares batch 0; steps on
 * a cycle, and those that wait for one, have none.
 */
export function computedLevels(
  steps: readonly BatchStep[],
  edges: ReadonlyMap<string, readonly string[]>,
  circles: readonly (readonly string[])[],
): ReadonlyMap<string, number> {
  const circular = new Set(circles.flat());
  const base = steps.some(({ batch }) => batchNumber(batch) === '0') ? 0 : 1;
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const [key, targets] of edges) {
    waiting.set(key, targets.length);
    for (const target of targets) append(dependents, target, key);
  }
  const levels = new Map<string, number>();
  const queue = [...edges.keys()].filter((key) => waiting.get(key) === 0 && !circular.has(key));
  for (const key of queue) levels.set(key, base);
  for (const key of queue) {
    const next = (levels.get(key) ?? base) + 1;
    for (const dependent of dependents.get(key) ?? []) {
      levels.set(dependent, Math.max(levels.get(dependent) ?? base, next));
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) queue.push(dependent);
    }
  }
  return new Map([...levels].filter(([key]) => waiting.get(key) === 0));
}

/** Groups steps by the declared batch, where it is a number, else by the computed level. */
export function batchesOf(
  steps: readonly BatchStep[],
  levels: ReadonlyMap<string, number>,
): { batches: readonly BatchGroup[]; batchOf: ReadonlyMap<string, StepBatch> } {
  const batchOf = new Map<string, StepBatch>();
  const groups = new Map<string, string[]>();
  for (const { key, batch } of steps) {
    const computed = levels.get(key);
    const group = batchNumber(batch) ?? computed?.toString() ?? NO_BATCH;
    batchOf.set(key, {
      key: group,
      ...(batch === undefined ? {} : { declared: batch.text }),
      ...(computed === undefined ? {} : { computed }),
    });
    append(groups, group, key);
  }
  const batches = [...groups].map(([key, members]) => ({ key, steps: members }));
  return { batches: batches.sort((left, right) => compareBatches(left.key, right.key)), batchOf };
}

/** Ascending numbers, and `?` last; keys are numbers without zeros in front. */
export function compareBatches(left: string, right: string): number {
  if (left === right) return 0;
  if (left === NO_BATCH || right === NO_BATCH) return left === NO_BATCH ? 1 : -1;
  return left.length - right.length || (left < right ? -1 : 1);
}
