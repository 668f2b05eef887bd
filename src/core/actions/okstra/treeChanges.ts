/** What changed in the working tree since something began, without what we write ourselves. */
import type { ChangedFile } from '../../changedFile';
import type { ActionContext } from '../action';
import type { NoAnswer } from '../workTree';

/** Between a tree and the working tree as it is. */
export interface TreeChanges {
  readonly changed: readonly ChangedFile[];
  /** The tree as it is now. */
  readonly to: string;
  /** The beginnings of paths that were left out. */
  readonly own: readonly string[];
}

/**
 * @param from a tree; empty where none could be taken
 * @param what had that tree before it, such as `stage`
 * @param ownIn beginnings of paths that do not count, by `WorkTree.prefix`
 */
export async function treeChanges(
  { tree }: ActionContext,
  from: string,
  what: string,
  ownIn: (prefix: string) => readonly string[],
): Promise<TreeChanges | NoAnswer> {
  const [now, place] = [await tree.capture(), await tree.prefix()];
  if ('refused' in now) return now;
  if ('refused' in place) return place;
  if (from === '') return { refused: `Of the files before the ${what} nothing is known.` };
  const found = await tree.changes(from, now.tree);
  if ('refused' in found) return found;
  const own = ownIn(place.prefix);
  const changed = found.changed.filter(({ path }) => !own.some((name) => path.startsWith(name)));
  return { changed, to: now.tree, own };
}
