/** Whether a new path can matter to the search for plans at all. */
import { relative, sep } from 'node:path';
import { folderFilter } from './folderFilter';
import { NEVER_ENTERED } from './neverEntered';
import { isWithin } from '../../core/isWithin';

/**
 * Which absolute paths lie where plans are searched for.
 * @param folders the workspace folders, absolute
 * @param exclude the globs of `stageRunner.plans.exclude`
 */
export function searchedPaths(
  paths: readonly string[],
  folders: readonly string[],
  exclude: readonly string[],
): string[] {
  const filters = folders.map((folder) => ({ folder, filter: folderFilter(folder, [], exclude) }));
  return paths.filter((path) =>
    filters.some(({ folder, filter }) => {
      if (!isWithin(folder, path)) return false;
      const parts = relative(folder, path).split(sep);
      const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
      return !parts.some((part) => NEVER_ENTERED.has(part)) && !ways.some((way) => filter.excluded(way));
    }),
  );
}
