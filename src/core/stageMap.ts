/**
 * Plans, runs and the status log in; what is shown out. The only place that decides a status: formats and journals
 * report claims, `stepStatus.ts` and `stageStatus.ts` weigh them.
 */
import { basename } from 'node:path';
import { isCounted } from './batches';
import type { Gate } from './gateRecord';
import type { Plan } from './plan';
import { type PlanRecords, recordIndex } from './recordIndex';
import { same, stageView } from './stageView';
import type { PlanView, SeenRun, StageMap, StageView, StatusChange, StepView } from './status';
import { openGates } from './statusFacts';

export interface StageMapInput {
  readonly plans: readonly Plan[];
  readonly runs: readonly SeenRun[];
  readonly statusLog: readonly StatusChange[];
}

/**
 * Weighs every claim once, in time linear in steps, runs and log. Pure: what is shown changes only when plans, runs or
 * the log do, and the view of a plan or stage that did not change is the same object as before.
 */
export function stageMap(input: StageMapInput): StageMap {
  const recordsOf = recordIndex(input.runs, input.statusLog);
  const plans = input.plans.map((plan) => planView(plan, recordsOf(plan.id)));
  const now = plans.flatMap(({ stages }) => stages.map(currentOf));
  const gates = [...plans.flatMap(({ strayGates }) => strayGates), ...now.flatMap(({ gates }) => gates)];
  return {
    plans,
    done: sum(plans, ({ done }) => done),
    total: sum(plans, ({ total }) => total),
    running: now.flatMap(({ running }) => running),
    gates: gates.sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1)),
  };
}

/**
 * The same, with a part of the work in each value that is taken before the last, so that whoever has to pause in between
 * can: tens of thousands of steps take a while the first time.
 */
export function* stageMapInPieces(input: StageMapInput): Generator<void, StageMap> {
  const recordsOf = recordIndex(input.runs, input.statusLog);
  for (const plan of input.plans) {
    const records = recordsOf(plan.id);
    for (const stage of plan.stages) {
      stageView(plan, stage, records);
      yield;
    }
  }
  return stageMap(input);
}

/** What goes on in a stage. */
interface Current {
  readonly gates: readonly Gate[];
  readonly running: readonly StepView[];
}

const current = new WeakMap<StageView, Current>();

/** Looked for once in each view: there may be tens of thousands of steps, and few change. */
function currentOf(view: StageView): Current {
  const known = current.get(view);
  if (known) return known;
  const { steps, lastRun } = view;
  const found = {
    gates: [...(lastRun?.gates ?? []), ...steps.flatMap(({ gates }) => gates)],
    running: steps.filter(({ status }) => status === 'running'),
  };
  current.set(view, found);
  return found;
}

/** What is to be done here: the records of another tool are no work of this workspace. */
function sum(plans: readonly PlanView[], of: (view: PlanView) => number): number {
  return plans.reduce((all, view) => (view.plan.readOnly ? all : all + of(view)), 0);
}

interface Weighed {
  /** The stages' views and the stray gates: all that the view rests on besides the plan. */
  readonly of: readonly unknown[];
  readonly view: PlanView;
}

const weighed = new WeakMap<Plan, Weighed>();

function planView(plan: Plan, records: PlanRecords): PlanView {
  const stages = plan.stages.map((stage) => stageView(plan, stage, records));
  const strayGates = strayGatesOf(plan, records);
  const of = [...stages, ...strayGates];
  const before = weighed.get(plan);
  if (before && same(before.of, of)) return before.view;
  const view = weigh(plan, stages, strayGates);
  weighed.set(plan, { of, view });
  return view;
}

function weigh(plan: Plan, stages: readonly StageView[], strayGates: readonly Gate[]): PlanView {
  const live = stages.filter(({ stage }) => stage.archive === undefined);
  const firstUnfinished = live.find(isOpen) ?? live.find(isUntouched);
  return {
    plan,
    stages,
    steps: stepsIn(stages),
    done: live.reduce((all, { done }) => all + done, 0),
    total: live.reduce((all, { total }) => all + total, 0),
    next: nextStep(plan, live, firstUnfinished),
    firstUnfinished,
    strayGates,
  };
}

/** In a plain loop, the quickest way: there may be tens of thousands, and each change of a plan lists them anew. */
function stepsIn(stages: readonly StageView[]): StepView[] {
  const found: StepView[] = [];
  for (const { steps } of stages) for (const step of steps) found.push(step);
  return found;
}

/** Gates of runs under way whose step or stage is not in the plan any more. */
function strayGatesOf({ stages }: Plan, { runs, stageRuns }: PlanRecords): Gate[] {
  return [...strayed(runs, () => stages.flatMap(({ steps }) => steps)), ...strayed(stageRuns, () => stages)];
}

function strayed(runs: PlanRecords['runs'], present: () => readonly { readonly key: string }[]): Gate[] {
  const waiting = [...runs].flatMap(([key, seen]) =>
    seen.flatMap(({ run }) => (run.phase === 'active' ? openGates(run) : []).map((gate) => ({ key, gate }))),
  );
  if (waiting.length === 0) return [];
  const keys = new Set(present().map(({ key }) => key));
  return waiting.flatMap(({ key, gate }) => (keys.has(key) ? [] : gate));
}

function isOpen({ stage, status, done, total }: StageView): boolean {
  return done < total && status !== 'verified' && !stage.backlog;
}

/** Where no step is left: a stage that has none yet. */
function isUntouched({ stage, status }: StageView): boolean {
  return (status === 'notStarted' || status === 'prepared') && !stage.backlog;
}

/** Only step plans are chosen from by name; other formats run a stage at a time, batch by batch. */
const STEP_PLANS = 'coyote';

function nextStep(
  { readOnly, format }: Plan,
  live: readonly StageView[],
  first: StageView | undefined,
): StepView | undefined {
  if (readOnly) return undefined;
  if (format === STEP_PLANS) return nextByName(live.flatMap(({ steps }) => steps));
  return first && nextInStage(first);
}

/** The first unfinished step of the first batch that has one, and of those one that waits for nothing, if there is any. */
function nextInStage({ steps, batches }: StageView): StepView | undefined {
  const active = batches.find(({ state }) => state === 'active');
  const open = (active?.steps ?? steps).filter((view) => view.status !== 'done' && isCounted(view));
  return open.find(({ status }) => status !== 'blocked') ?? open[0];
}

/** The step that `next` means (coyote.md 1.3): the first in progress, else the first pending, by the text of the name. */
function nextByName(views: readonly StepView[]): StepView | undefined {
  const first = (mark: StepView['step']['mark']): StepView | undefined =>
    views
      .filter(({ step }) => step.mark === mark)
      .map((view) => ({ view, name: basename(view.step.file) }))
      .reduce<{ view: StepView; name: string } | undefined>(
        (best, one) => (best === undefined || one.name < best.name ? one : best),
        undefined,
      )?.view;
  return first('in-progress') ?? first('pending');
}
