/** Which folders are plans and which are not searched, by the globs of the settings. */
import { basename, dirname } from 'node:path';
import { globMatcher, isBounded, MAX_WILDCARDS } from '../../core/globs';
import { fileProblem, type Problem } from '../../core/problem';
import { isNamed } from './root';

export interface FolderFilter {
  /** @param path relative to the workspace folder, `/`-separated; `''` is the workspace folder itself */
  included(path: string): boolean;
  excluded(path: string): boolean;
  /** Globs that are not used, with the reason. */
  readonly problems: readonly Problem[];
}

/** @param folder absolute path; where the workspace folder is itself the plan, its own name is matched */
export function folderFilter(
  folder: string,
  include: readonly string[],
  exclude: readonly string[],
): FolderFilter {
  const isIncluded = matcher(include);
  const isExcluded = matcher(exclude);
  const refused = [...include, ...exclude].filter((glob) => !isBounded(glob));
  return {
    included: (path) => isIncluded(path === '' ? basename(folder) : path),
    // What a tool calls the folders in its own one is no matter of ours: `sample` may be a task. Only a glob that says more counts there.
    excluded: (path) =>
      path !== '' && isExcluded(path) && !(isNamed(dirname(path)) && isExcluded(basename(path))),
    problems: refused.map((glob) => {
      const message = `The pattern ${JSON.stringify(glob.slice(0, 80))} is not used: it is empty, too long or has more than ${MAX_WILDCARDS} wildcards in a name.`;
      return fileProblem('glob-refused', 'warning', folder, message);
    }),
  };
}

/** Any folder of this name, as most globs are: that needs no regular expression. */
const NAME = /^\*\*\/([\w.-]+)$/;

function matcher(globs: readonly string[]): (path: string) => boolean {
  const bounded = globs.filter(isBounded);
  const names = new Set(bounded.flatMap((glob) => NAME.exec(glob)?.[1] ?? []));
  const matches = globMatcher(bounded.filter((glob) => !NAME.test(glob)));
  return (path) => names.has(path.slice(path.lastIndexOf('/') + 1)) || matches(path);
}
