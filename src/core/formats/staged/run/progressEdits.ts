/** What the overview and the state file are to say of a stage after one of its steps, counted from the files (renn-gsd.md 1.9, 2.5). */
import type { Plan, Stage, Step } from '../../../plan';
import { stepName } from '../files';
import type { Progress } from './gateParts';
import type { OverviewChange } from './overviewEdit';
import type { StateChange } from './stateWords';

/** How a stage and its neighbours stand by the marks of their steps. */
export interface Counted {
  readonly ofStage: Progress;
  /** Of the stages of the same milestone and line of work. */
  readonly steps: Progress;
  readonly stages: Progress;
}

/** Steps that count for nothing, or were superseded, are left out. */
export function counted(plan: Plan, stage: Stage): Counted {
  const around = neighbours(plan, stage);
  const each = around.map(({ steps }) => progressOf(steps));
  const finished = each.filter(({ done, total }) => total > 0 && done === total);
  return {
    ofStage: progressOf(stage.steps),
    steps: {
      done: each.reduce((all, { done }) => all + done, 0),
      total: each.reduce((all, { total }) => all + total, 0),
    },
    stages: { done: finished.length, total: around.length },
  };
}

/** The numbered stages that come before and after one: of its milestone, and not put away or kept for later. */
export function neighbours({ stages }: Plan, { workstream, milestone }: Stage): Stage[] {
  return stages.filter(
    (other) =>
      other.number !== undefined &&
      other.archive === undefined &&
      !other.backlog &&
      other.workstream === workstream &&
      other.milestone === milestone,
  );
}

/** The first open one after that of this key, else the first before it. */
export function following<T extends Pick<Stage, 'key'>>(
  all: readonly T[],
  key: string,
  isOpen: (one: T) => boolean,
): T | undefined {
  const at = all.findIndex((one) => one.key === key);
  return all.slice(at + 1).find(isOpen) ?? all.slice(0, Math.max(at, 0)).find(isOpen);
}

/** The own numbers of steps, of `08-02` it is `02`. */
function ownNumbers(steps: readonly Step[], stage: Stage): string[] {
  return steps.flatMap(({ number }) => stepName(number ?? '', stage.number).own ?? []);
}

/** @param steps that are complete now; `undefined` for a stage without a number, which the overview cannot name */
export function overviewAfter(plan: Plan, stage: Stage, steps: readonly Step[]): OverviewChange | undefined {
  if (stage.number === undefined) return undefined;
  const { ofStage } = counted(plan, stage);
  return {
    stage: stage.number,
    steps: ownNumbers(steps, stage),
    progress: { ...ofStage, status: 'In progress' },
  };
}

/** @param what was done, in a few words; the time is UTC */
export function stateAfter(plan: Plan, stage: Stage, what: string, now: Date): StateChange {
  const { ofStage, steps, stages } = counted(plan, stage);
  const at = now.toISOString();
  return {
    ...stageAt(plan, stage),
    step: { at: ofStage.done, of: ofStage.total },
    status: ofStage.done === ofStage.total ? 'stageComplete' : 'inProgress',
    activity: { date: at.slice(0, 10), text: what },
    progress: { steps, stages },
    session: { at, stoppedAt: what },
  };
}

/** Where the work stands, in the numbers of the format's sentences: `8`, `2.1`. */
export function stageAt(plan: Plan, stage: Stage): Pick<StateChange, 'stage'> {
  if (stage.number === undefined) return {};
  const number = stage.number.replace(/^0+(?=\d)/, '');
  return { stage: { number, of: neighbours(plan, stage).length, name: stage.title } };
}

function progressOf(steps: readonly Step[]): Progress {
  const all = steps.filter(({ mark, uncounted }) => !uncounted && mark !== 'superseded');
  return { done: all.filter(({ mark }) => mark === 'complete').length, total: all.length };
}
