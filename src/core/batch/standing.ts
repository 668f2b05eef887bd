/** How a step stands for whoever runs its stage: over, to be run, or in nobody's power to run. */
import { isCounted } from '../batches';
import type { StepView } from '../status';

/** Whether the step is part of the stage's work and not over: its own mark of completion is not there. */
export function isOpen(view: StepView): boolean {
  return isCounted(view) && view.status !== 'done' && view.status !== 'needsReview';
}

/** Whether steps that close the gaps of an audit are left to be run (renn-gsd.md 1.2). */
export function hasGapSteps(steps: readonly StepView[]): boolean {
  return steps.some((view) => view.step.closesGaps === true && isOpen(view));
}

/** Why an open step may not be run as it is, each a clause; empty when it may (renn-gsd.md 1.13, coyote.md 1.4). */
export function hindrances(view: StepView): readonly string[] {
  switch (view.status) {
    case 'doneWithGaps':
      return [`its handoff says ${view.step.handoff?.result ?? 'that it is not whole'}`];
    case 'contradiction':
      return view.contradictions;
    case 'skippedByTool':
      return [`its status "${view.step.markText}" is none that can be run`];
    case 'unknown':
      return ['something else has begun it'];
    default:
      return view.blockedBy;
  }
}
