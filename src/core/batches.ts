/** The batches of a stage as they stand. */
import { byText } from './formats/format';
import { group } from './group';
import type { BatchView, StepView } from './status';

/** In the order in which they run: numbers by value, then texts. Empty where no step has a batch. */
export function batchesOf(steps: readonly StepView[]): BatchView[] {
  const inBatch = steps.filter(({ step }) => step.batch !== undefined);
  const groups = [...group(inBatch, ({ step }) => step.batch?.key ?? '')];
  let activeSeen = false;
  return groups
    .sort(([left], [right]) => byKey(left, right))
    .map(([key, members]) => {
      const { done, total } = progress(members);
      const state = done === total ? 'done' : activeSeen ? 'waiting' : 'active';
      activeSeen ||= state === 'active';
      return { key, state, steps: members, done, total };
    });
}

/** Whether a step is part of the plan's work. */
export function isCounted({ status, step }: StepView): boolean {
  return status !== 'superseded' && !step.uncounted;
}

/** Steps whose status is `done`, of those that are counted. */
export function progress(steps: readonly StepView[]): { readonly done: number; readonly total: number } {
  let done = 0;
  let total = 0;
  for (const view of steps.filter(isCounted)) {
    if (view.status === 'done') done += 1;
    total += 1;
  }
  return { done, total };
}

function byKey(left: string, right: string): number {
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b || byText(left, right);
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return byText(left, right);
}
