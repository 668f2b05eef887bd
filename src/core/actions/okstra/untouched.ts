/** Whether a reviewer changed nothing, as it was told: the tree, the branch and what only we write, before and after. */
import { CONSUMERS } from '../../formats/okstra/files';
import type { Untouched } from '../../formats/okstra/run/runReport';
import { inline, pathText } from '../../reportText';
import type { ActionContext } from '../action';
import { textOf } from '../read';
import { foreignIn, sinceWritten } from './kept';
import { pathIn } from './plan';
import { treeChanges } from './treeChanges';

/** What changed meanwhile, by whomever, nobody has checked. */
export async function untouchedInReview(context: ActionContext): Promise<Untouched> {
  const { state, journals, header } = context;
  const foreign = foreignIn(sinceWritten(journals.events(header.run), 'run_after')).map(inline);
  const files = await changedSince(context, textOf(state, 'run_after'));
  if ('unknown' in files) return foreign.length === 0 ? files : { changed: foreign };
  return { changed: [...files.changed, ...foreign, ...(await movedSince(context))] };
}

async function changedSince(context: ActionContext, before: string): Promise<Untouched> {
  if (before === '') return { unknown: 'Of the files before the review nothing is known.' };
  const found = await treeChanges(context, before, 'review', (prefix) => weWrite(context, prefix));
  return 'refused' in found
    ? { unknown: found.refused }
    : { changed: found.changed.map(({ path }) => pathText(path)) };
}

/**
 * Beginnings of the paths to which we write while a run is reviewed, this run or another one; whether anybody else wrote
 * to the log or the sidecars is looked at by what we wrote.
 */
function weWrite(context: ActionContext, prefix: string): string[] {
  const root = `${prefix}${pathIn(context, context.plansDir)}/`;
  return [`${prefix}.stage-runner/`, `${root}${CONSUMERS}`, `${root}runs/implementation/`];
}

async function movedSince({ tree, state }: ActionContext): Promise<string[]> {
  const [before, now] = [textOf(state, 'run_after_head'), await tree.head()];
  if (before === now || before === '') return [];
  return [`HEAD: from ${pathText(before)} to ${now === '' ? 'nothing' : pathText(now)}`];
}
