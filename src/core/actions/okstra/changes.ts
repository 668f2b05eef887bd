/** What a stage changed: `weigh_okstra_changes`, `route_okstra_edits` and `answer_out_of_plan` (okstra.md 3.7). */
import { outOfPlan, OUT_OF_PLAN, type OutOfPlanEdit } from '../../formats/okstra/run/outOfPlan';
import { textsIn } from '../../jsonObject';
import { pathText } from '../../reportText';
import type { FileState } from '../../formats/okstra/run/planDrift';
import { shortList } from '../../formats/okstra/run/excerpt';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import type { NoAnswer } from '../workTree';
import { editsIn, foreignIn, sinceWritten } from './kept';
import { answerIn, okstraFiles, ownFolders } from './plan';
import { treeChanges } from './treeChanges';

const MOST_FILES = 500;
const MOST_SHOWN = 50;

/** Whatever the executor answered: a later attempt must not take this one's work for somebody else's. */
export const weighOkstraChanges: Action = async (context) => {
  const events = context.journals.events(context.header.run);
  const foreign = foreignIn(sinceWritten(events, 'foreign'));
  const changed = await changedFiles(context);
  if ('refused' in changed)
    return { updates: { foreign, files: [], edits: [], left: {} }, note: changed.refused };
  const planned = { paths: textsIn(context.state['planned']), refused: [] };
  const edits = outOfPlan(changed.files, planned, answerIn(context));
  const before = new Map(editsIn(context.state['justified']).map(({ path, why }) => [path, why]));
  const all = edits.map(({ path, why }): OutOfPlanEdit => ({ path, why: why ?? before.get(path) }));
  return { updates: { foreign, files: changed.files, edits: all, left: changed.left } };
};

/** What a stage changed, by paths relative to the top folder of the repository. */
export interface ChangedFiles {
  readonly files: readonly string[];
  /** How the stage left the first 500 of them. */
  readonly left: Readonly<Record<string, FileState>>;
}

/** The files that differ from the time before the stage, without those that Stage Runner and okstra write. */
export async function changedFiles(context: ActionContext): Promise<ChangedFiles | NoAnswer> {
  const found = await treeChanges(context, textOf(context.state, 'tree_before'), 'stage', (prefix) =>
    ownFolders(context, prefix),
  );
  if ('refused' in found) return found;
  const files = found.changed.map(({ path }) => path);
  const left: Record<string, FileState> = {};
  for (const path of files.slice(0, MOST_FILES)) {
    const state = await okstraFiles(context).stateIn(found.to, path);
    if (state !== 'folder') left[path] = state;
  }
  return { files, left };
}

/** A change out of the plan is allowed with a written justification; without one a person is asked. */
export const routeOkstraEdits: Action = ({ state }) => {
  const open = editsIn(state['edits']).filter(({ why }) => why === undefined);
  if (open.length === 0) return Promise.resolve({ updates: {} });
  const list = shortList(
    open.map(({ path }) => pathText(path)),
    MOST_SHOWN,
  );
  return Promise.resolve({ updates: { out_of_plan_text: list }, next: 'gate_out_of_plan' });
};

/** The choice `ask the agent` sends the list back; any other text is the justification itself. */
export const answerOutOfPlan: Action = ({ state }) => {
  const choice = textOf(state, 'out_of_plan_choice').trim();
  const edits = editsIn(state['edits']);
  if (choice === 'ask the agent')
    return Promise.resolve({
      updates: {
        fix_instructions: `These files are not in the plan of the stage, and nothing says why they changed. Put each back as it was, or justify it in your report under "${OUT_OF_PLAN}". Give the whole report again.\n\n${textOf(state, 'out_of_plan_text')}`,
      },
      next: 'implement',
    });
  const all = edits.map(({ path, why }): OutOfPlanEdit => ({ path, why: why ?? choice }));
  return Promise.resolve({ updates: { edits: all, justified: all } });
};
