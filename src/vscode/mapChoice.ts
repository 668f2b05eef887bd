/** What a person chose to see of the Stage Map: which rows, and in which order. It is kept for the workspace. */
import type { StageStatus, StageView, Status, StepView } from '../core/status';

export interface MapChoice {
  readonly hideDone: boolean;
  /** Shown are steps with one of these statuses, and stages with one of those, whole. Without any, all are. */
  readonly steps: readonly Status[];
  readonly stages: readonly StageStatus[];
  readonly order: 'plan' | 'status';
}

export const EVERYTHING: MapChoice = { hideDone: false, steps: [], stages: [], order: 'plan' };

/** What needs a person comes first. */
export const STATUS_ORDER: readonly Status[] = [
  'waiting',
  'running',
  'interrupted',
  'failed',
  'stopped',
  'contradiction',
  'needsReview',
  'doneWithGaps',
  'unknown',
  'skippedByTool',
  'ready',
  'blocked',
  'done',
  'superseded',
];
export const STAGE_ORDER: readonly StageStatus[] = [
  'humanNeeded',
  'gapsFound',
  'stale',
  'unknown',
  'inProgress',
  'executed',
  'planned',
  'prepared',
  'notStarted',
  'claimed',
  'verified',
];

/** A choice as it was kept; what cannot be read is left out. */
export function readChoice(kept: unknown): MapChoice {
  if (typeof kept !== 'object' || kept === null) return EVERYTHING;
  const { hideDone, steps, stages, order }: Readonly<Record<string, unknown>> = { ...kept };
  return {
    hideDone: hideDone === true,
    steps: STATUS_ORDER.filter((status) => Array.isArray(steps) && steps.includes(status)),
    stages: STAGE_ORDER.filter((status) => Array.isArray(stages) && stages.includes(status)),
    order: order === 'status' ? 'status' : 'plan',
  };
}

/** Whether rows may be hidden. */
export function isNarrowed({ hideDone, steps, stages }: MapChoice): boolean {
  return hideDone || steps.length > 0 || stages.length > 0;
}

/** The stages to show, in order. */
export function shownStages(stages: readonly StageView[], choice: MapChoice): readonly StageView[] {
  const shown = isNarrowed(choice) ? stages.filter((stage) => isStageShown(stage, choice)) : stages;
  return choice.order === 'plan' ? shown : sorted(shown, stageRank);
}

/** The steps of a stage to show, in order. */
export function shownSteps(
  steps: readonly StepView[],
  stage: StageView,
  choice: MapChoice,
): readonly StepView[] {
  const shown = isNarrowed(choice) ? steps.filter((step) => isStepShown(step, stage, choice)) : steps;
  return choice.order === 'plan' ? shown : sorted(shown, stepRank);
}

/** How many of the steps that are not archived are shown. */
export function countShown(stages: readonly StageView[], choice: MapChoice): number {
  const inPlanOrder: MapChoice = { ...choice, order: 'plan' };
  const live = stages.filter(({ stage }) => stage.archive === undefined);
  return live.reduce((all, stage) => all + shownSteps(stage.steps, stage, inPlanOrder).length, 0);
}

/** A step for which nothing is left to do. */
export function isDone(status: Status): boolean {
  return status === 'done' || status === 'superseded';
}

/** A stage for which nothing is left to do, as far as anybody says. */
export function isFinal(status: StageStatus): boolean {
  return status === 'verified' || status === 'claimed';
}

function isStageShown(stage: StageView, choice: MapChoice): boolean {
  const state = runState(stage);
  if (choice.hideDone && isFinished(stage) && stage.lastRun?.run.phase !== 'active') return false;
  const all = choice.steps.length + choice.stages.length === 0;
  if (all || isChosen(stage, choice) || (state !== undefined && choice.steps.includes(state))) return true;
  return stage.steps.some((step) => isStepShown(step, stage, choice));
}

function isStepShown({ status }: StepView, stage: StageView, choice: MapChoice): boolean {
  if (choice.hideDone && isDone(status)) return false;
  const all = choice.steps.length + choice.stages.length === 0;
  return all || choice.steps.includes(status) || isChosen(stage, choice);
}

function isChosen({ status }: StageView, { stages }: MapChoice): boolean {
  return status !== undefined && stages.includes(status);
}

function isFinished({ status, done, total }: StageView): boolean {
  return status === undefined ? total > 0 && done === total : isFinal(status);
}

/** Where the run of a stage is in the hands of a person or at work, that comes before how far the stage is. */
function stageRank(stage: StageView): number {
  const { status, steps } = stage;
  const state = runState(stage);
  const run = state === undefined ? STATUS_ORDER.length : STATUS_ORDER.indexOf(state);
  if (state === 'waiting' || state === 'running') return run - STATUS_ORDER.length;
  const own = status === undefined ? 0 : STAGE_ORDER.indexOf(status) * 100;
  return own + steps.reduce((least, step) => Math.min(least, stepRank(step)), run);
}

/** How the run of a stage stands, in the words of steps; absent where it is of no concern any more. */
function runState({ lastRun, next }: StageView): Status | undefined {
  if (lastRun === undefined || lastRun.state === 'ended') return undefined;
  return lastRun.run.phase === 'active' || next !== undefined ? lastRun.state : undefined;
}

function stepRank({ status }: StepView): number {
  return STATUS_ORDER.indexOf(status);
}

function sorted<T>(items: readonly T[], rankOf: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, rank: rankOf(item) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
