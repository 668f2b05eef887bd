/** Which prompts of a stage come next: a batch, one after the other, and never past one that cannot be run (prompts.md 2.4). */
import { leftOutOf, type StepChoices } from '../../../batch/nextBatch';
import { hindrances, isOpen } from '../../../batch/standing';
import type { StageView, Status, StepView } from '../../../status';
import { selectPrompts } from './selection';

/** Which prompts a run is about, and what is known of them. */
export interface Wanted {
  /** Keys of the selection; absent: all tasks. */
  readonly chosen: readonly string[] | undefined;
  /** Prompts in a batch. */
  readonly size: number;
  readonly choices: StepChoices;
  /** Keys of prompts that this run has begun before: what they left behind is no sign of somebody else. */
  readonly begun: ReadonlySet<string>;
}

export type NextPrompts =
  | { readonly kind: 'batch'; readonly steps: readonly StepView[] }
  /** Something stands in the way of the first prompt that is left; those of its batch that this is so of. */
  | {
      readonly kind: 'blocked';
      readonly steps: readonly { readonly view: StepView; readonly why: readonly string[] }[];
    }
  /** No prompt is left to be run. */
  | { readonly kind: 'done' };

/** @param stage as the run sees it (`withOver`) */
export function nextPrompts(stage: StageView, wanted: Wanted): NextPrompts {
  const group = promptsLeft(stage, wanted).slice(0, wanted.size);
  if (group.length === 0) return { kind: 'done' };
  const weighed = group.map((view, at) => ({ view, why: inTheWay(view, group.slice(0, at), wanted) }));
  const free = weighed.findIndex(({ why }) => why.length > 0);
  if (free === 0) return { kind: 'blocked', steps: weighed.filter(({ why }) => why.length > 0) };
  return { kind: 'batch', steps: free === -1 ? group : group.slice(0, free) };
}

/** Before a run, and after it: nobody has decided anything about single prompts. */
export const NOBODY_CHOSE: StepChoices = { leftOut: [], skipped: [], forced: [] };

/** The prompts that are to be run and not over, in their order. */
export function promptsLeft(
  stage: StageView,
  { chosen, choices }: Pick<Wanted, 'chosen' | 'choices'>,
): readonly StepView[] {
  const steps = stage.steps.map(({ step }) => step);
  // What was chosen may be gone from the folder by now.
  const keys = chosen?.filter((key) => steps.some((step) => step.key === key));
  const selected = selectPrompts(steps, keys && { keys });
  const meant = new Set('steps' in selected ? selected.steps.map(({ key }) => key) : []);
  const left = leftOutOf(stage, choices);
  return stage.steps.filter((view) => isOpen(view) && meant.has(view.step.key) && !left.has(view.step.key));
}

/** What only a person can say how to take, whether or not anything is waited for. */
const ODD: readonly Status[] = ['contradiction', 'doneWithGaps', 'skippedByTool', 'unknown'];

/** What stands in the way of a prompt once those before it in its batch are over. */
function inTheWay(
  view: StepView,
  before: readonly StepView[],
  { choices: { forced, skipped }, begun }: Wanted,
): readonly string[] {
  const { step, status } = view;
  if (forced.includes(step.key)) return [];
  const met = new Set([...before.map((one) => one.step.key), ...skipped]);
  const open = step.dependsOn.filter(
    ({ satisfied, step: key }) => !satisfied && !(key !== undefined && met.has(key)),
  );
  const odd = !ODD.includes(status) || begun.has(step.key) ? [] : oddity(view);
  return [...odd, ...open.map(({ reason, number }) => reason ?? `step ${number}`)];
}

function oddity(view: StepView): readonly string[] {
  const { unread } = view.step;
  return typeof unread === 'string' ? [unread] : hindrances(view);
}
