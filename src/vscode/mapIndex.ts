/**
 * Finds plans, stages and steps of a map by their ids. There may be tens of thousands of steps and a new map with every
 * change, so what did not change is not looked through again.
 */
import { isFlat } from '../core/plan';
import type { PlanView, StageMap, StageView, StepView } from '../core/status';

/** A step, the stage that it is in, and its place there, from 0. */
export interface StepPlace {
  readonly view: StepView;
  readonly stage: StageView;
  readonly at: number;
}

export function findPlan(map: StageMap, planId: string): PlanView | undefined {
  return map.plans.find((view) => view.plan.id === planId);
}

export function findStep(map: StageMap, planId: string, stepKey: string): StepView | undefined {
  const plan = findPlan(map, planId);
  return plan && placeOf(plan, stepKey)?.view;
}

export function placeOf(plan: PlanView, stepKey: string): StepPlace | undefined {
  const known = homes.get(plan.plan.id);
  const place = known && placeIn(plan, known.stages.get(stepKey), stepKey);
  if (place || known?.of === plan) return place;
  return placeIn(plan, lookThrough(plan).stages.get(stepKey), stepKey);
}

const stagesOf = new WeakMap<PlanView, ReadonlyMap<string, StageView>>();

export function findStage(plan: PlanView, key: string): StageView | undefined {
  const known = stagesOf.get(plan) ?? new Map(plan.stages.map((stage) => [stage.key, stage]));
  stagesOf.set(plan, known);
  return known.get(key);
}

/** The one stage of a plan without stages, which the map does not show: what is to be said of it is on the plan's row. */
export function onlyStage({ stages }: PlanView): StageView | undefined {
  return stages.length === 1 && isFlat(stages) ? stages[0] : undefined;
}

interface Homes {
  /** The view that was looked through last. */
  readonly of: PlanView;
  /** The key of a step's stage, by the step's. It may be of an earlier view, so what it says is checked. */
  readonly stages: ReadonlyMap<string, string>;
}

const homes = new Map<string, Homes>();

function lookThrough(plan: PlanView): Homes {
  const stages = new Map<string, string>();
  for (const { key, steps } of plan.stages) for (const { step } of steps) stages.set(step.key, key);
  const found = { of: plan, stages };
  homes.set(plan.plan.id, found);
  return found;
}

const placesOf = new WeakMap<StageView, ReadonlyMap<string, number>>();

function placeIn(plan: PlanView, stageKey: string | undefined, stepKey: string): StepPlace | undefined {
  const stage = stageKey === undefined ? undefined : findStage(plan, stageKey);
  if (stage === undefined) return undefined;
  const places = placesOf.get(stage) ?? new Map(stage.steps.map(({ step }, at) => [step.key, at]));
  placesOf.set(stage, places);
  const at = places.get(stepKey);
  const view = at === undefined ? undefined : stage.steps[at];
  return at === undefined || view === undefined ? undefined : { view, stage, at };
}
