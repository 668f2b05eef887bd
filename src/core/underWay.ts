/** Which step of a plan a run has in hand. */
import type { PlanView, StepView } from './status';

/** The first step of the plan whose run is not at rest, whoever drives it; what it left is not to be changed meanwhile. */
export function stepUnderWay({ steps }: Pick<PlanView, 'steps'>): StepView | undefined {
  return steps.find(
    ({ status, lastRun }) =>
      status === 'running' || status === 'waiting' || (lastRun?.phase === 'active' && !lastRun.readOnly),
  );
}
