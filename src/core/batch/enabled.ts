/** What a batch enables: the steps that waited for it, and that nothing stands in the way of any more. */
import type { StageView, StepView } from '../status';
import type { StepResult } from './record';
import { isOpen } from './standing';

/** A journal keeps them, and a page shows them. */
const MOST = 50;

/**
 * Names of at most 50 steps, in the order of the stage.
 * @param stage as it is once the batch is over
 */
export function enabledBy(results: readonly StepResult[], { steps }: StageView): string[] {
  const done = new Set(results.flatMap(({ step, outcome }) => (outcome === 'done' ? [step] : [])));
  const isEnabled = (view: StepView): boolean =>
    view.status === 'ready' &&
    isOpen(view) &&
    view.step.dependsOn.some(({ step }) => step !== undefined && done.has(step));
  return steps
    .filter(isEnabled)
    .slice(0, MOST)
    .map(({ step: { number, title } }) => `${number ?? ''} ${title}`.trim());
}
