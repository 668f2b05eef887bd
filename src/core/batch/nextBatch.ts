/** Which steps of a stage come next. Values only: `actions/stage` acts on it. */
import { isCounted } from '../batches';
import type { BatchView, StageView, StepView } from '../status';
import { hindrances, isOpen } from './standing';
import type { StagePolicy } from './policy';

/** What persons have decided about single steps in this run of the stage; keys of steps. */
export interface StepChoices {
  /** Left out, and what depends on them with them. */
  readonly leftOut: readonly string[];
  /** Left out, and nothing has to wait for them. */
  readonly skipped: readonly string[];
  /** Run in spite of what stands in their way; one that is left out after all is not. */
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

type Batch = Pick<BatchView, 'key' | 'steps'>;

/**
 * The first batch with a step that is left, and of that batch the steps that nothing stands in the way of. A batch whose
 * steps wait for each other gives one after the other; a later batch never begins before an earlier one is over. Where
 * the format has no batches, the first step that nothing stands in the way of.
 */
export function nextBatch(stage: StageView, policy: StagePolicy, choices: StepChoices): NextBatch {
  const { batches, inOrder } = batchesToRun(stage, policy);
  const isLeft = leftIn(stage, policy, choices);
  const left = batches.map(({ key, steps }) => ({ key, steps: steps.filter(isLeft) }));
  const [first, ...later] = left.filter(({ steps }) => steps.length > 0);
  if (first === undefined) return { kind: 'done' };
  const free = ({ steps }: Batch): StepView[] => steps.filter((view) => inTheWay(view, choices).length === 0);
  const batch = inOrder ? first : ([first, ...later].find((one) => free(one).length > 0) ?? first);
  const steps = free(batch);
  if (steps.length > 0) return { kind: 'batch', batch: batch.key, steps };
  const blocked = batch.steps.map((view) => ({ view, why: inTheWay(view, choices) }));
  return { kind: 'blocked', batch: batch.key, steps: blocked };
}

/** Keys of the steps, those that are over among them, of each batch of which a step is left to be run. */
export function unfinishedSteps(
  stage: StageView,
  policy: StagePolicy,
  choices: StepChoices,
): ReadonlySet<string> {
  const isLeft = leftIn(stage, policy, choices);
  const unfinished = batchesToRun(stage, policy).batches.filter(({ steps }) => steps.some(isLeft));
  return new Set(unfinished.flatMap(({ steps }) => steps.map(({ step }) => step.key)));
}

function leftIn(stage: StageView, policy: StagePolicy, choices: StepChoices): (view: StepView) => boolean {
  const out = leftOutOf(stage, choices);
  return (view) => isMeant(view, policy) && !out.has(view.step.key);
}

/** The steps that are left to be run. */
export function stepsToRun(stage: StageView, policy: StagePolicy, choices: StepChoices): StepView[] {
  return stage.steps.filter(leftIn(stage, policy, choices));
}

/** The same with those that persons left out: all that a run of the stage by this policy is about and that are not over. */
export function stepsLeft({ steps }: StageView, policy: StagePolicy): StepView[] {
  return steps.filter((view) => isMeant(view, policy));
}

/** The batches as the format gives them; else groups of the size that was asked for; else each step for itself. */
function batchesToRun(
  { batches, steps }: StageView,
  policy: StagePolicy,
): { readonly batches: readonly Batch[]; readonly inOrder: boolean } {
  const { batchSize } = policy;
  if (batchSize !== undefined) {
    const chosen = steps.filter((view) => isCounted(view) && isChosen(view, policy));
    return { batches: inGroups(chosen, batchSize), inOrder: true };
  }
  if (batches.length === 0) return { batches: steps.map(single), inOrder: false };
  const alone = steps.filter(({ step }) => step.batch === undefined);
  return { batches: [...batches, ...alone.map(single)], inOrder: true };
}

function inGroups(steps: readonly StepView[], size: number): Batch[] {
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, at) => ({
    key: String(at + 1),
    steps: steps.slice(at * size, (at + 1) * size),
  }));
}

function single(view: StepView): Batch {
  return { key: view.step.number ?? view.step.key, steps: [view] };
}

function isMeant(view: StepView, policy: StagePolicy): boolean {
  return isOpen(view) && isChosen(view, policy);
}

function isChosen({ step }: StepView, { steps, gapsOnly }: StagePolicy): boolean {
  if (steps !== undefined && !steps.includes(step.key)) return false;
  return gapsOnly !== true || step.closesGaps === true;
}

/** Keys of the steps that are not to be run, by choice or because they depend on one that is left out. */
export function leftOutOf(stage: StageView, { leftOut, skipped, forced }: StepChoices): ReadonlySet<string> {
  const dependents = dependentsOf(leftOut, stage).map(({ step }) => step.key);
  return new Set([...skipped, ...leftOut, ...dependents.filter((key) => !forced.includes(key))]);
}

/** What stands in the way, without what persons chose to do without. */
function inTheWay(view: StepView, { skipped, forced }: StepChoices): readonly string[] {
  if (forced.includes(view.step.key)) return [];
  const open = view.step.dependsOn.filter(({ satisfied }) => !satisfied);
  const onlySkipped =
    open.length > 0 && open.every(({ step }) => step !== undefined && skipped.includes(step));
  return onlySkipped && view.status === 'blocked' ? [] : hindrances(view);
}

/** The open steps of the stage that depend on one of these, also by way of others that are open. */
export function dependentsOf(keys: readonly string[], { steps }: StageView): StepView[] {
  const open = steps.filter(isOpen);
  const waitingFor = new Map<string, string[]>();
  for (const { step } of open) {
    for (const { step: key } of step.dependsOn)
      if (key !== undefined) waitingFor.set(key, [...(waitingFor.get(key) ?? []), step.key]);
  }
  const found = new Set(keys);
  for (const key of found) for (const waiting of waitingFor.get(key) ?? []) found.add(waiting);
  return open.filter(({ step }) => found.has(step.key) && !keys.includes(step.key));
}
