/** What a restore leaves as it is although the checkpoint has it otherwise, beside what is left out. */
import type { LeftOut } from '../../core/checkpoints/checkpoint';
import {
  isLeftOut,
  isSubmodule,
  parentsOf,
  shownPath,
  type Difference,
} from '../../core/checkpoints/restorePlan';
import { diskBelow } from './inTheWay';

/**
 * The names of what lies there, a folder's with `/` at the end: files that were ignored then, and what is a repository of
 * its own now. Submodules always stay, and what a sparse checkout keeps away lies nowhere: neither is named.
 */
export function staying(
  top: string,
  kept: readonly Difference[],
  leftOut: readonly LeftOut[],
): readonly string[] {
  const disk = diskBelow(top);
  const names = kept.flatMap((difference) => {
    const { path } = difference;
    if (isSubmodule(difference) || isLeftOut(path, leftOut)) return [];
    const repository = [...parentsOf(path), path].find((each) => disk.isForeign(each));
    if (repository !== undefined) return `${shownPath(repository)}/`;
    const there = disk.obstacle(path);
    return there ? `${shownPath(there.path)}${there.kind === 'folder' ? '/' : ''}` : [];
  });
  return [...new Set(names)];
}
