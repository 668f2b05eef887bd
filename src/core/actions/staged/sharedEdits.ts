/** Edits of the overview and the state, which several runs write to: by the plan as it is while nobody else does. */
import { join } from 'node:path';
import type { FileChange } from '../../events';
import type { Edited } from '../../formats/staged/run/editedText';
import { editOverview, type OverviewChange } from '../../formats/staged/run/overviewEdit';
import { editState } from '../../formats/staged/run/stateEdit';
import type { StateChange } from '../../formats/staged/run/stateWords';
import type { Plan, Stage } from '../../plan';
import type { ActionContext } from '../action';
import { areaOf, stagedProfile, stagedWork } from './plan';

/** What each file is to say; `undefined` leaves it alone. */
export interface SharedEdits {
  readonly overview: OverviewChange | undefined;
  readonly state: StateChange | undefined;
}

/** What was changed, and what could not be. */
export interface SharedEdited {
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
