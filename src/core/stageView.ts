/** A stage as it is shown. Weighed again only when something that it rests on was replaced. */
import { batchesOf, progress } from './batches';
import { withKeptNumbers } from './batch/keptNumbers';
import type { Dependency, Plan, Stage, Step } from './plan';
import { stepsOf } from './plan';
import type { PlanRecords } from './recordIndex';
import type { Run } from './run';
import { latestMarks } from './runCheckpoints';
import { mayGoOn, nextOfStage, stageRecords, stageRun } from './stageRun';
import { stageStatus } from './stageStatus';
import type { NextAction, StageView, Status, StepView } from './status';
import { allClaims, checkTruth, type Facts, factsOf } from './statusFacts';
import { statusOf } from './stepStatus';

interface Weighed {
  /** Everything besides the stage itself that the view rests on, in a fixed order. */
  readonly of: readonly unknown[];
  readonly view: StageView;
}

/** Keeps nothing alive, and changes no result: a stage that is handed in again with the same records has the same view. */
const weighed = new WeakMap<Stage, Weighed>();

/** The view of a stage; the same object as long as plan format, stage, runs and log entries are the same. */
export function stageView(plan: Plan, stage: Stage, records: PlanRecords): StageView {
  const of = [plan.id, plan.terms, plan.readOnly, ...recorded(stage, records)];
  const before = weighed.get(stage);
  if (before && same(before.of, of)) return before.view;
  const view = weigh(plan, stage, records);
  weighed.set(stage, { of, view });
  return view;
}

/** Whether two lists hold the same things. */
export function same(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** The runs of the stage, and the runs and log entries of its steps and of those that they depend on; log entries are read anew each time. */
function recorded(stage: Stage, records: PlanRecords): unknown[] {
  const { runs, changes } = records;
  const found: unknown[] = stageRecords(stage, records).flatMap(({ run, driven }) => [run, driven]);
  if (runs.size === 0 && changes.size === 0) return found;
  const look = (key: string): void => {
    for (const { run, driven } of runs.get(key) ?? []) found.push(run, driven);
  };
  for (const { key, dependsOn } of stage.steps) {
    look(key);
    for (const { step } of dependsOn) if (step !== undefined) look(step);
    for (const change of changes.get(key) ?? []) found.push(JSON.stringify(change));
  }
  return found;
}

function weigh(plan: Plan, stage: Stage, records: PlanRecords): StageView {
  const seen = stage.steps.map((step) => stepView(plan, stage, factsOf(step, plan.terms, records)));
  const lastRun = stageRun(stage, seen, records);
  const steps = lastRun ? withKeptNumbers(seen, lastRun.run) : seen;
  const weighed = stageStatus(stage, steps, plan.terms);
  return {
    stage,
    key: stage.key,
    title: stage.title,
    outcome: stage.outcome,
    steps,
    ...progress(steps),
    batches: batchesOf(steps),
    ...weighed,
    lastRun,
    next: nextOfStage(plan, { stage, steps, status: weighed.status }, lastRun),
  };
}

function stepView(plan: Plan, stage: Stage, facts: Facts): StepView {
  const { step, run } = facts;
  const { status, decidedBy, contradictions } = statusOf(facts);
  return {
    plan: plan.id,
    step,
    status,
    decidedBy,
    claims: allClaims(facts),
    contradictions,
    blockedBy: facts.open.map((dependency) => dependency.reason ?? `step ${dependency.number}`),
    blockers: facts.open.map((dependency) => numberOf(plan, stage, dependency)),
    gates: facts.gates,
    lastRun: run,
    checkpoints: latestMarks(run?.checkpoints ?? []),
    node: run?.phase === 'active' ? run.nodes[0] : undefined,
    since: status === 'waiting' ? facts.gates[0]?.openedAt : decidedBy.since,
    approved: run?.approved,
    checks: run && checkTruth(run),
    next: nextOf(plan, status, step, run),
  };
}

/** The number as the step's own file has it (`02`), else as the dependency is written (`2`). */
function numberOf(plan: Plan, stage: Stage, { step: key, number }: Dependency): string {
  if (key === undefined) return number;
  const own = stage.steps.find((step) => step.key === key);
  return own?.number ?? numbersOf(plan).get(key) ?? number;
}

const numbers = new WeakMap<Plan, ReadonlyMap<string, string | undefined>>();

/** The numbers of all steps by key; made for the first dependency that leads out of its stage. */
function numbersOf(plan: Plan): ReadonlyMap<string, string | undefined> {
  const before = numbers.get(plan);
  if (before) return before;
  const made = new Map(stepsOf(plan).map(({ key, number }) => [key, number]));
  numbers.set(plan, made);
  return made;
}

function nextOf(plan: Plan, status: Status, step: Step, run: Run | undefined): NextAction | undefined {
  if (plan.readOnly) return undefined;
  return nextAction(status, step, run !== undefined && mayGoOn(run));
}

function nextAction(status: Status, step: Step, resumable: boolean): NextAction | undefined {
  switch (status) {
    case 'running':
    case 'done':
    case 'superseded':
      return undefined;
    case 'waiting':
      return 'answerGate';
    case 'interrupted':
    case 'stopped':
    case 'failed':
      return resumable ? 'resume' : 'runStep';
    case 'needsReview':
    case 'doneWithGaps':
      return 'openHandoff';
    case 'contradiction':
      return step.handoff ? 'openHandoff' : 'openPlan';
    case 'blocked':
    case 'skippedByTool':
    case 'unknown':
      return 'openPlan';
    case 'ready':
      return 'runStep';
  }
}
