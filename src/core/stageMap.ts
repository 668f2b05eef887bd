/**
 * Plans, runs and the status log in; what is shown out. The only place that decides a status: formats and journals
 * report claims, the rules below weigh them.
 */
import { basename } from 'node:path';
import type { Gate } from './events';
import { type Dependency, type Plan, type Stage, type Step, stepsOf } from './plan';
import type { Run } from './run';
import { latestMarks } from './runCheckpoints';
import type {
  NextAction,
  PlanView,
  SeenRun,
  StageMap,
  StageView,
  Status,
  StatusChange,
  StepView,
} from './status';
import { contradictionsOf } from './statusContradictions';
import { checkTruth, factsOf, type Facts, openGates } from './statusFacts';
import { stopReason } from './stops';

export interface StageMapInput {
  readonly plans: readonly Plan[];
  readonly runs: readonly SeenRun[];
  readonly statusLog: readonly StatusChange[];
}

interface Rule {
  readonly status: Status;
  readonly when: (facts: Facts, contradictory: boolean) => boolean;
  /** Whose claim decides when the rule holds. */
  readonly by: (facts: Facts) => keyof Facts['claims'];
}

const journal = () => 'journal' as const;
const plan = (facts: Facts) => (facts.person ? ('person' as const) : ('plan' as const));
const active = (facts: Facts) => facts.run?.phase === 'active';
const marked = (mark: Step['mark']) => (facts: Facts) => facts.step.mark === mark;
const stopCode = (facts: Facts) => facts.run?.stop?.code ?? '';

/** Stops that nobody chose: the terminal, the window or the process went away. */
const interruptions = new Set(['terminal_closed', 'window_closed', 'process_crashed']);
/** Stops that a person chose: by Stop, or by an answer at a gate. */
const decisions = new Set([
  'user_stopped',
  'step_rejected',
  'step_blocked',
  'rolled_back',
  'no_rollback_point',
]);

/**
 * The first rule that holds decides (coyote.md 1.10, extended by our journals). A run under way comes first, then how
 * the last run stopped unless a person has set the status since, then the files.
 */
const rules: readonly Rule[] = [
  { status: 'waiting', when: (facts) => facts.gates.length > 0, by: journal },
  { status: 'running', when: (facts) => active(facts) && facts.driven, by: journal },
  { status: 'interrupted', when: active, by: journal },
  {
    status: 'interrupted',
    when: (facts) => facts.stopped && interruptions.has(stopCode(facts)),
    by: journal,
  },
  { status: 'stopped', when: (facts) => facts.stopped && decisions.has(stopCode(facts)), by: journal },
  { status: 'failed', when: (facts) => facts.stopped, by: journal },
  {
    status: 'stopped',
    when: ({ step }) => step.stop !== undefined && stopReason(step.stop.code).family === 'user',
    by: plan,
  },
  { status: 'failed', when: ({ step }) => step.stop !== undefined, by: plan },
  { status: 'skippedByTool', when: marked('unrecognised'), by: plan },
  { status: 'contradiction', when: (_, contradictory) => contradictory, by: plan },
  {
    status: 'doneWithGaps',
    when: (facts) =>
      marked('complete')(facts) && !facts.step.evidence && facts.step.handoff?.result !== 'complete',
    by: () => 'handoff',
  },
  {
    status: 'needsReview',
    when: (facts) =>
      marked('complete')(facts) && facts.run !== undefined && !facts.run.approved && !facts.person,
    by: journal,
  },
  {
    status: 'done',
    when: marked('complete'),
    by: (facts) => (facts.run?.approved ? 'journal' : plan(facts)),
  },
  { status: 'unknown', when: marked('in-progress'), by: plan },
  { status: 'blocked', when: (facts) => facts.open.length > 0, by: plan },
  { status: 'ready', when: () => true, by: plan },
];

/** Weighs every claim once. Pure: what is shown changes only when plans, runs or the log do. */
export function stageMap(input: StageMapInput): StageMap {
  const plans = input.plans.map((item) => planView(item, input));
  const steps = plans.flatMap((view) => view.steps);
  const gates = plans.flatMap((view) => [...view.steps.flatMap((step) => step.gates), ...view.strayGates]);
  return {
    plans,
    done: sum(plans, ({ done }) => done),
    total: sum(plans, ({ total }) => total),
    running: steps.filter((view) => view.status === 'running'),
    gates: gates.sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1)),
  };
}

/** What is to be done here: the records of another tool are no work of this workspace. */
function sum(plans: readonly PlanView[], of: (view: PlanView) => number): number {
  return plans.reduce((all, view) => (view.plan.readOnly ? all : all + of(view)), 0);
}

function planView(item: Plan, input: StageMapInput): PlanView {
  const runs = input.runs.filter(({ run }) => run.header.plan.id === item.id);
  const log = input.statusLog.filter((change) => change.plan === item.id);
  const stages = item.stages.map((stage) => stageView(item, stage, runs, log));
  const steps = stages.flatMap((stage) => stage.steps);
  const keys = new Set(steps.map((view) => view.step.key));
  return {
    plan: item,
    stages,
    steps,
    done: count(steps),
    total: steps.length,
    next: item.readOnly ? undefined : nextStep(item, steps),
    strayGates: runs
      .filter(({ run }) => run.phase === 'active' && !keys.has(run.header.step.key))
      .flatMap(({ run }): Gate[] => openGates(run)),
  };
}

function stageView(
  item: Plan,
  stage: Stage,
  runs: readonly SeenRun[],
  log: readonly StatusChange[],
): StageView {
  const steps = stage.steps.map((step) =>
    stepView(
      item,
      factsOf(
        step,
        runs,
        log.filter((change) => change.step === step.key),
      ),
    ),
  );
  return { key: stage.key, title: stage.title, outcome: stage.outcome, steps, done: count(steps) };
}

function stepView(item: Plan, facts: Facts): StepView {
  const { step, run, claims } = facts;
  const contradictions = contradictionsOf(facts);
  const rule = rules.find(({ when }) => when(facts, contradictions.length > 0));
  if (rule === undefined) throw new Error('The last status rule must always hold.');
  const decidedBy = claims[rule.by(facts)] ?? claims.plan;
  return {
    plan: item.id,
    step,
    status: rule.status,
    decidedBy,
    claims: Object.values(claims).filter((claim) => claim !== undefined),
    contradictions,
    blockedBy: facts.open.map((dependency) => dependency.reason ?? `step ${dependency.number}`),
    blockers: facts.open.map((dependency) => numberOf(item, dependency)),
    gates: facts.gates,
    lastRun: run,
    checkpoints: latestMarks(run?.checkpoints ?? []),
    node: run?.phase === 'active' ? run.nodes[0] : undefined,
    since: rule.status === 'waiting' ? facts.gates[0]?.openedAt : decidedBy.since,
    approved: run?.approved,
    checks: run && checkTruth(run),
    next: item.readOnly ? undefined : nextAction(rule.status, step, run !== undefined && mayGoOn(run)),
  };
}

/** The number as the step's own file has it (`02`), else as the dependency is written (`2`). */
function numberOf(item: Plan, dependency: Dependency): string {
  return stepsOf(item).find(({ key }) => key === dependency.step)?.number ?? dependency.number;
}

/** A run that reached an end of its protocol is over, whatever its stop; so is one whose stop says never. */
function mayGoOn({ phase, stop, readOnly }: Run): boolean {
  if (readOnly || phase === 'ended') return false;
  return stop === undefined || stopReason(stop.code).resume !== 'never';
}

function nextAction(status: Status, step: Step, resumable: boolean): NextAction | undefined {
  switch (status) {
    case 'running':
    case 'done':
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

/** The step that `next` means (coyote.md 1.3): the first in progress, else the first pending, by the text of the name. */
function nextStep(item: Plan, views: readonly StepView[]): StepView | undefined {
  const byName = [...stepsOf(item)].sort((a, b) => (basename(a.file) < basename(b.file) ? -1 : 1));
  const chosen =
    byName.find((step) => step.mark === 'in-progress') ?? byName.find((step) => step.mark === 'pending');
  return views.find((view) => view.step.key === chosen?.key);
}

function count(steps: readonly StepView[]): number {
  return steps.filter((view) => view.status === 'done').length;
}
