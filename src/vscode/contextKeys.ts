/** The context keys that menus, enablement and welcome texts of package.json ask for. */
import type { StageMap, StageView, StepView } from '../core/status';
import { canCloseGaps, isRunnable } from './stageRows';

export type ContextKey =
  | 'scanned'
  | 'hasPlan'
  | 'canRun'
  | 'running'
  | 'resumable'
  | 'stageRunnable'
  | 'gapsRunnable'
  | 'stageRunning'
  | 'stageResumable'
  | 'gateWaiting';

/** The keys without their `stageRunner.` prefix. Trust is VS Code's own key `isWorkspaceTrusted`. */
export function contextKeys(map: StageMap): Readonly<Record<ContextKey, boolean>> {
  const has = (of: (step: StepView) => boolean): boolean => map.plans.some(({ steps }) => steps.some(of));
  const hasStage = (of: (stage: StageView) => boolean): boolean =>
    map.plans.some(({ stages }) => stages.some(of));
  return {
    scanned: true,
    hasPlan: map.plans.length > 0,
    canRun: map.plans.some(({ plan }) => !plan.readOnly),
    running: has(({ status }) => status === 'running' || status === 'waiting'),
    resumable: has(({ next }) => next === 'resume'),
    stageRunnable: hasStage(isRunnable),
    gapsRunnable: hasStage(canCloseGaps),
    stageRunning: hasStage(({ lastRun }) => lastRun?.run.phase === 'active'),
    stageResumable: hasStage(({ next }) => next === 'resumeStage'),
    gateWaiting: map.gates.length > 0,
  };
}
