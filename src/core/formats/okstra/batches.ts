/** Which stages okstra's next run takes, and the runs after it (okstra.md 3.5). */

import { append } from '../../group';

/** A row of the Stage Map as okstra's own selection sees it. */
export interface OkstraStage {
  readonly number: number;
  readonly dependsOn: readonly number[];
  /** The `step-count` cell; 0 where that is no number. */
  readonly steps: number;
}

/** Effective steps that one run may own; its first stage is taken whatever its size. */
const RUN_STEP_BUDGET = 8;

/** The stages of one run in the order of the Stage Map, or okstra's own words for why there are none. */
export type OkstraSelection = { readonly stages: readonly number[] } | { readonly refused: string };

/**
 * The stages that a run takes for `--stage <requested>`: exactly the one that is asked for, whatever it depends on, or
 * for `auto` the batch. Stages that were only started are taken again.
 * @param stages in the order of the Stage Map
 * @param done those that have a `done` row
 */
export function okstraSelection(
  stages: readonly OkstraStage[],
  done: ReadonlySet<number>,
  requested: string,
): OkstraSelection {
  if (requested === 'auto') {
    const batch = prefix(stages.filter((stage) => isReady(stage, done)));
    return batch.length === 0 ? { refused: NONE_READY } : { stages: batch.map(({ number }) => number) };
  }
  if (!/^[+-]?\d+$/.test(requested.trim()))
    return { refused: `--stage must be 'auto' or an integer, got '${requested}'` };
  const number = Number(requested);
  if (!stages.some((stage) => stage.number === number)) {
    const have = stages.map((stage) => stage.number).join(', ');
    return { refused: `--stage ${number} not in Stage Map (have [${have}])` };
  }
  return done.has(number)
    ? { refused: `--stage ${number} already completed (consumers.jsonl status:done exists)` }
    : { stages: [number] };
}

const NONE_READY = 'no stage is ready: every remaining stage has unsatisfied depends-on';

function isReady({ number, dependsOn }: OkstraStage, done: ReadonlySet<number>): boolean {
  return !done.has(number) && dependsOn.every((needed) => done.has(needed));
}

/** As many of the first as fit into the budget; a smaller one behind the first that does not fit is not tried. */
function prefix(ready: readonly OkstraStage[]): OkstraStage[] {
  let total = 0;
  const end = ready.findIndex(({ steps }, at) => {
    total += steps;
    return at > 0 && total > RUN_STEP_BUDGET;
  });
  return ready.slice(0, end === -1 ? undefined : end);
}

/**
 * The runs that `auto` makes of a plan, each a batch: first of what is done, as the rule would have taken it, then of
 * what is left, so that the first batch with anything left is the next run's. A stage that never becomes ready (it is
 * on a cycle, or waits for a stage that is not there) is in none.
 */
export function okstraBatches(
  stages: readonly OkstraStage[],
  done: ReadonlySet<number>,
): readonly (readonly number[])[] {
  const behind = stages
    .filter(({ number }) => done.has(number))
    // A stage that was asked for by its number ran without what it depends on.
    .map((stage) => ({ ...stage, dependsOn: stage.dependsOn.filter((needed) => done.has(needed)) }));
  const ahead = stages
    .filter(({ number }) => !done.has(number))
    .map((stage) => ({ ...stage, dependsOn: stage.dependsOn.filter((needed) => !done.has(needed)) }));
  return [...runsOf(behind), ...runsOf(ahead)];
}

function runsOf(stages: readonly OkstraStage[]): number[][] {
  const open = new Map(stages.map((stage) => [stage, new Set(stage.dependsOn).size]));
  const dependents = new Map<number, OkstraStage[]>();
  for (const stage of stages)
    for (const needed of new Set(stage.dependsOn)) append(dependents, needed, stage);
  const runs: number[][] = [];
  for (;;) {
    const batch = prefix([...open].flatMap(([stage, waits]) => (waits === 0 ? [stage] : [])));
    if (batch.length === 0) return runs;
    runs.push(batch.map(({ number }) => number));
    for (const stage of batch) open.delete(stage);
    for (const { number } of batch)
      for (const waiting of dependents.get(number) ?? []) open.set(waiting, (open.get(waiting) ?? 0) - 1);
  }
}
