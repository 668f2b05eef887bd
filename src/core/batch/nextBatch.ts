/** Which steps of a stage come next. Values only: `actions/stage` acts on it. */
import type { BatchView, StageView, StepView } from '../status';
import { hindrances, isOpen } from './standing';
import type { StagePolicy } from './policy';

/** What persons have decided about single steps in this run of the stage; keys of steps. */
export interface StepChoices {
  /** Left out, and what depends on them with them. */
  readonly leftOut: readonly string[];
  /** Left out, and nothing has to wait for them. */
  readonly skipped: readonly string[];
  /** Run in spite of what stands in their way. */
  readonly forced: readonly string[];
}

export type NextBatch =
  | { readonly kind: 'batch'; readonly batch: string; readonly steps: readonly StepView[] }
  /** Steps are left, and something stands in the way of each. */
  | {
      readonly kind: 'blocked';
      readonly batch: string;
      readonly steps: readonly { readonly view: StepView; readonly why: readonly string[] }[];
    }
  /** No step is left to be run. */
  | { readonly kind: 'done' };

/**
 * The first batch with a step that is left, and of that batch the steps that nothing stands in the way of. A batch whose
 * steps wait for each other gives one after the other; a later batch never begins before an earlier one is over.
 */
export function nextBatch(stage: StageView, policy: StagePolicy, choices: StepChoices): NextBatch {
  const left = (view: StepView): boolean =>
    isOpen(view) && isMeant(view, policy) && !isLeftOut(view, stage, choices);
  const batch = batchesToRun(stage, policy).find(({ steps }) => steps.some(left));
  if (batch === undefined) return { kind: 'done' };
  const open = batch.steps.filter(left);
  const weighed = open.map((view) => ({ view, why: inTheWay(view, choices) }));
  const free = weighed.filter(({ why }) => why.length === 0).map(({ view }) => view);
  if (free.length > 0) return { kind: 'batch', batch: batch.key, steps: free };
  return { kind: 'blocked', batch: batch.key, steps: weighed };
}

/** The batches as the format gives them; else groups of the size that was asked for; else each step for itself. */
function batchesToRun(
  { batches, steps }: StageView,
  { batchSize, steps: only }: StagePolicy,
): readonly Pick<BatchView, 'key' | 'steps'>[] {
  if (batchSize === undefined && batches.length > 0) {
    const alone = steps.filter(({ step }) => step.batch === undefined);
    return [...batches, ...alone.map(single)];
  }
  if (batchSize === undefined) return steps.map(single);
  const meant = only === undefined ? steps : steps.filter(({ step }) => only.includes(step.key));
  const count = Math.ceil(meant.length / batchSize);
  return Array.from({ length: count }, (_, at) => ({
    key: String(at + 1),
    steps: meant.slice(at * batchSize, (at + 1) * batchSize),
  }));
}

function single(view: StepView): Pick<BatchView, 'key' | 'steps'> {
  return { key: view.step.number ?? view.step.key, steps: [view] };
}

function isMeant({ step }: StepView, { steps, gapsOnly }: StagePolicy): boolean {
  if (steps !== undefined && !steps.includes(step.key)) return false;
  return gapsOnly !== true || step.closesGaps === true;
}

function isLeftOut(view: StepView, stage: StageView, { leftOut, skipped, forced }: StepChoices): boolean {
  const { key } = view.step;
  if (forced.includes(key)) return false;
  return skipped.includes(key) || leftOut.includes(key) || waitsForAny(view, stage, new Set(leftOut));
}

/** What stands in the way, without what persons chose to do without. */
function inTheWay(view: StepView, { skipped, forced }: StepChoices): readonly string[] {
  if (forced.includes(view.step.key)) return [];
  const open = view.step.dependsOn.filter(({ satisfied }) => !satisfied);
  const onlySkipped =
    open.length > 0 && open.every(({ step }) => step !== undefined && skipped.includes(step));
  return onlySkipped && view.status !== 'contradiction' ? [] : hindrances(view);
}

/** Whether a step depends on one of these, also by way of others of its stage. */
function waitsForAny(view: StepView, { steps }: StageView, keys: ReadonlySet<string>): boolean {
  if (keys.size === 0) return false;
  const byKey = new Map(steps.map((one) => [one.step.key, one]));
  const seen = new Set<string>();
  const look = [view];
  for (const one of look) {
    for (const { step } of one.step.dependsOn) {
      if (step === undefined || seen.has(step)) continue;
      if (keys.has(step)) return true;
      seen.add(step);
      const next = byKey.get(step);
      if (next) look.push(next);
    }
  }
  return false;
}

/** The open steps of the stage that depend on one of these, also by way of others. */
export function dependentsOf(keys: readonly string[], stage: StageView): StepView[] {
  const wanted = new Set(keys);
  return stage.steps.filter(
    (view) => !wanted.has(view.step.key) && isOpen(view) && waitsForAny(view, stage, wanted),
  );
}
