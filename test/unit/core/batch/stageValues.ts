/** A stage as the map shows it, from a few words a step. */
import type { PlanMark, Step } from '../../../../src/core/plan';
import { stageMap } from '../../../../src/core/stageMap';
import type { SeenRun, StageView } from '../../../../src/core/status';
import { handoff, plan, step } from '../mapValues';

export interface StepWords extends Pick<Partial<Step>, 'files' | 'closesGaps' | 'uncounted'> {
  readonly mark?: PlanMark;
  /** Numbers of steps of the stage, or of none. */
  readonly needs?: readonly string[];
  readonly batch?: string;
  /** What its handoff says. */
  readonly says?: 'complete' | 'partial';
}

/** Keys are `01-step` for a step `01`. */
export function stageOf(
  steps: Readonly<Record<string, StepWords>>,
  runs: readonly SeenRun[] = [],
): StageView {
  const isDone = (number: string): boolean => steps[number]?.mark === 'complete';
  // Not from the object's own order: names of digits alone would come first.
  const made = Object.entries(steps).map(([number, words]) => {
    const { mark = 'pending', needs = [], batch, says, ...more } = words;
    return step(number, mark, {
      dependsOn: needs.map((need) => ({
        number: need,
        satisfied: isDone(need),
        step: `${need}-step`,
        ...(!isDone(need) && { reason: `needs ${need}` }),
      })),
      ...(batch !== undefined && { batch: { key: batch } }),
      ...(mark === 'complete' && { handoff: handoff(says ?? 'complete') }),
      ...more,
    });
  });
  const view = stageMap({ plans: [plan(made)], runs, statusLog: [] }).plans[0]?.stages[0];
  if (view === undefined) throw new Error('There is no stage');
  return view;
}
