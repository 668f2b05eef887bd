/** `note_progress`: what the overview and the state say of steps that are complete. It never fails a run. */
import { join } from 'node:path';
import type { FileChange } from '../../events';
import { profileOf, type StagedProfile } from '../../formats/staged/names';
import type { Edited } from '../../formats/staged/run/editedText';
import { editOverview } from '../../formats/staged/run/overviewEdit';
import { overviewAfter, stateAfter } from '../../formats/staged/run/progressEdits';
import { editState } from '../../formats/staged/run/stateEdit';
import type { Plan, Stage } from '../../plan';
import type { Action, ActionContext } from '../action';
import type { StagedWork } from './stagedWork';

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
      state: steps.length === 0 ? undefined : stateAfter(plan, stage, `Completed ${names}`, now(context)),
    };
  });
}

function mergedSteps({ stage }: ActionContext): string[] {
  const children = stage?.children() ?? [];
  return [...new Set(children.flatMap(({ header: { isolated, step } }) => (isolated ? [step.key] : [])))];
}

export interface SharedEdits {
  readonly overview: Parameters<typeof editOverview>[1] | undefined;
  readonly state: Parameters<typeof editState>[1] | undefined;
}

interface SharedEdited {
  readonly changes: readonly FileChange[];
  readonly note?: string;
}

/** The edits of overview and state, each chosen from the plan as it is while nobody else writes. */
export async function editShared(
  context: ActionContext,
  choose: (plan: Plan, stage: Stage) => SharedEdits,
): Promise<SharedEdited> {
  const staged = stagedWork(context);
  const profile = stagedProfile(context);
  const seen = await staged.stageNow();
  if ('gone' in seen) return { changes: [], note: seen.gone };
  const area = areaOf(seen.plan, seen.stage.stage);
  const edits = async (pick: (chosen: SharedEdits) => Edited | undefined, text: string): Promise<Edited> => {
    const found = await staged.stageNow();
    const chosen = 'gone' in found ? undefined : pick(choose(found.plan, found.stage.stage));
    return chosen ?? { text, refused: [] };
  };
  const files = [
    {
      file: join(area, profile.overview),
      change: (text: string) =>
        edits(({ overview }) => overview && editOverview(text, overview, profile), text),
    },
    {
      file: join(area, profile.state),
      change: (text: string) => edits(({ state }) => state && editState(text, state, profile), text),
    },
  ];
  const changes: FileChange[] = [];
  const refused: string[] = [];
  for (const { file, change } of files) {
    const done = await staged.edit(file, change);
    if (done.changed) changes.push({ file, what: 'progress written' });
    refused.push(...done.refused);
  }
  return { changes, ...(refused.length > 0 && { note: `Not written: ${refused.slice(0, MOST).join(' ')}` }) };
}

const MOST = 10;

/** The folder of the overview: the plan's root, or that of a workstream. */
export function areaOf({ root }: Pick<Plan, 'root'>, { workstream }: Pick<Stage, 'workstream'>): string {
  return workstream === undefined ? root : join(root, 'workstreams', workstream);
}

export function stagedWork({ staged }: ActionContext): StagedWork {
  if (staged === undefined) throw new Error('This action belongs to plans of renn and GSD');
  return staged;
}

export function stagedProfile({ header }: ActionContext): StagedProfile {
  const profile = profileOf(header.plan.format);
  if (profile === undefined) throw new Error(`${header.plan.format} has no stages of this kind`);
  return profile;
}

function now(context: ActionContext): Date {
  return stagedWork(context).now();
}
