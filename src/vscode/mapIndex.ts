/** Finds plans, stages and steps of a map by their ids; the lists are long, so they are looked through once. */
import type { PlanView, StageMap, StageView, StepView } from '../core/status';

/** A step, the stage that it is in, and its place there, from 0. */
export interface StepPlace {
  readonly view: StepView;
  readonly stage: StageView;
  readonly at: number;
}

interface Index {
  readonly stages: ReadonlyMap<string, StageView>;
  readonly steps: ReadonlyMap<string, StepPlace>;
}

const indexes = new WeakMap<PlanView, Index>();

export function findPlan(map: StageMap, planId: string): PlanView | undefined {
  return map.plans.find((view) => view.plan.id === planId);
}

export function findStage(plan: PlanView, key: string): StageView | undefined {
  return indexOf(plan).stages.get(key);
}

export function findStep(map: StageMap, planId: string, stepKey: string): StepView | undefined {
  const plan = findPlan(map, planId);
  return plan && placeOf(plan, stepKey)?.view;
}

export function placeOf(plan: PlanView, stepKey: string): StepPlace | undefined {
  return indexOf(plan).steps.get(stepKey);
}

function indexOf(plan: PlanView): Index {
  const before = indexes.get(plan);
  if (before) return before;
  const steps = new Map<string, StepPlace>();
  for (const stage of plan.stages)
    for (const [at, view] of stage.steps.entries()) steps.set(view.step.key, { view, stage, at });
  const index = { stages: new Map(plan.stages.map((stage) => [stage.key, stage])), steps };
  indexes.set(plan, index);
  return index;
}
