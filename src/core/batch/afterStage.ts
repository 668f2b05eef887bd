/** What comes after a whole stage: another one to run, or what the format's own tool does next. Values only. */
import { nextCommand } from '../formats/staged/run/commands';
import { profileOf } from '../formats/staged/names';
import { following, neighbours } from '../formats/staged/run/progressEdits';
import type { Stage } from '../plan';
import type { PlanView, StageView } from '../status';
import { isOpen } from './standing';

export type AfterStage =
  | { readonly kind: 'run'; readonly stage: StageView }
  /** The tool's command that plans the next stage, or completes the milestone where there is none (renn-gsd.md 1.8). */
  | { readonly kind: 'command'; readonly command: string };

/**
 * `undefined` where the stage itself is not over, or nothing can be done after it but wait.
 * @param key of the stage
 */
export function afterStage(view: PlanView, key: string): AfterStage | undefined {
  const { plan, stages } = view;
  const profile = profileOf(plan.format);
  const own = stages.find((stage) => stage.key === key);
  if (own === undefined || isStageOpen(own)) return undefined;
  const around = new Set(profile ? neighbours(plan, own.stage) : plan.stages.filter(isCurrent));
  const views = stages.filter(({ stage }) => around.has(stage));
  const next = following(views, key, isStageOpen);
  if (next && next.steps.length > 0)
    return next.next === undefined ? undefined : { kind: 'run', stage: next };
  const command =
    profile && nextCommand(next ? 'planStage' : 'completeMilestone', next?.stage.number, profile);
  return command === undefined ? undefined : { kind: 'command', command };
}

function isCurrent({ archive, backlog }: Stage): boolean {
  return archive === undefined && !backlog;
}

/** Something of it is left to do, or its audit says so; of one that only the overview knows, that one says. */
function isStageOpen({ status, steps }: StageView): boolean {
  if (status === 'verified' || status === 'claimed') return false;
  if (status === 'humanNeeded' || status === 'gapsFound') return true;
  return steps.length === 0 || steps.some(isOpen);
}
