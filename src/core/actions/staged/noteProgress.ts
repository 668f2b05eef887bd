/** `note_progress`: what the overview and the state say of steps that are complete. It never fails a run. */
import { overviewAfter, stateAfter } from '../../formats/staged/run/progressEdits';
import type { Action, ActionContext } from '../action';
import { stagedWork } from './plan';
import { editShared, type SharedEdited } from './sharedEdits';

/**
 * In the run of a step about that step, once its recap is there; in the run of a stage about those that worked in
 * worktrees, since only after the merge their recaps are where they belong (renn-gsd.md 2.7). A step that was merged
 * before its siblings failed is among them; what is written already is not written again.
 */
export const noteProgress: Action = async (context) => ({ updates: {}, ...(await writeProgress(context)) });

/** Does that, and gives what it changed and could not change. */
export async function writeProgress(context: ActionContext): Promise<Partial<SharedEdited>> {
  const { header } = context;
  const keys = header.stage ? mergedSteps(context) : header.isolated ? [] : [header.step.key];
  if (keys.length === 0) return {};
  return editShared(context, (plan, stage) => {
    const steps = stage.steps.filter(({ key, mark }) => keys.includes(key) && mark === 'complete');
    const names = steps.map(({ number, key }) => number ?? key).join(', ');
    return {
      overview: overviewAfter(plan, stage, steps),
      state:
        steps.length === 0
          ? undefined
          : stateAfter(plan, stage, `Completed ${names}`, stagedWork(context).now()),
    };
  });
}

function mergedSteps({ stage }: ActionContext): string[] {
  const children = stage?.children() ?? [];
  return [...new Set(children.flatMap(({ header: { isolated, step } }) => (isolated ? [step.key] : [])))];
}
