/**
 * Steps whose commits are held until a person decides on them (prompts.md 2.4): their own marks cannot show them done
 * yet, so within a run of their stage they are over by the runs of the stage.
 */
import type { Dependency } from '../plan';
import type { Run } from '../run';
import type { StageView, StepView } from '../status';
import { isSuccess } from '../success';

/**
 * Keys of the steps whose last run in this run of the stage ended with success, as far as their batch did not fail.
 * @param children the runs of its steps, oldest first
 */
export function overByRun({ batches }: Run, children: readonly Run[]): ReadonlySet<string> {
  const last = new Map(children.map((child) => [child.header.step.key, child]));
  const over = [...last].filter(([key, child]) => {
    if (!isSuccess(child)) return false;
    const batch = batches.find(({ number }) => number === child.header.parent?.batch);
    return batch?.results?.some(({ step, outcome }) => step === key && outcome !== 'done') !== true;
  });
  return new Set(over.map(([key]) => key));
}

/** The stage as its run sees it: those steps are done, and nothing waits for them. */
export function withOver(stage: StageView, over: ReadonlySet<string>): StageView {
  if (over.size === 0) return stage;
  const steps = stage.steps.map((view) => (over.has(view.step.key) ? done(view) : waitingLess(view, over)));
  return { ...stage, steps };
}

function done(view: StepView): StepView {
  return { ...view, status: 'done', contradictions: [] };
}

function waitingLess(view: StepView, over: ReadonlySet<string>): StepView {
  const { step, status } = view;
  const isMet = ({ satisfied, step: key }: Dependency): boolean =>
    satisfied || (key !== undefined && over.has(key));
  if (step.dependsOn.every(({ satisfied }) => satisfied)) return view;
  const dependsOn = step.dependsOn.map((dependency) => ({ ...dependency, satisfied: isMet(dependency) }));
  const open = dependsOn.filter(({ satisfied }) => !satisfied);
  return {
    ...view,
    step: { ...step, dependsOn },
    status: status === 'blocked' && open.length === 0 ? 'ready' : status,
    blockedBy: open.map(({ reason, number }) => reason ?? `step ${number}`),
  };
}
