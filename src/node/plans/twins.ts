/** Links to a folder beside them: what is in it is listed at its own place, and not once more. */
import { basename, dirname, join } from 'node:path';
import { fileProblem } from '../../core/problem';
import type { FolderNames } from './folderNames';
import { isSystemError, type PlanFiles } from './planFiles';

/**
 * The names of a folder without links to others of its folders: `link-twice` (info).
 * @param prefix the folder's own name
 * @param root absolute path of the plan's folder
 * @param isListed whether what is in a folder is listed too; other links lead to nothing that is shown
 */
export function withoutTwins(
  found: FolderNames,
  prefix: string,
  root: string,
  isListed: (name: string) => boolean,
  files: PlanFiles,
): FolderNames {
  const links = [...found.links].filter(isListed);
  if (links.length === 0) return found;
  const listed = new Set(found.names.filter(isListed));
  const twins = links.flatMap((name) => {
    const to = nameIn(join(root, prefix), join(root, name), files);
    const twin = to === undefined ? '' : `${prefix}${to}/`;
    return twin !== name && listed.has(twin) ? [{ name, to }] : [];
  });
  if (twins.length === 0) return found;
  const left = new Set(twins.map(({ name }) => name));
  const problems = twins.map(({ name, to }) => {
    const message = `This link leads to ${to} beside it. What is in that is shown there, and not once more here.`;
    return fileProblem('link-twice', 'info', join(root, name.slice(0, -1)), message);
  });
  return {
    names: found.names.filter((name) => !left.has(name)),
    links: new Set([...found.links].filter((name) => !left.has(name))),
    problems: [...found.problems, ...problems],
  };
}

/** The name of what a link leads to, where that lies in this very folder. */
function nameIn(folder: string, link: string, files: PlanFiles): string | undefined {
  try {
    const to = files.realpath(link);
    return dirname(to) === files.realpath(folder) ? basename(to) : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // Gone since it was listed, or not ours to see: listing what is in it tells which.
    return undefined;
  }
}
