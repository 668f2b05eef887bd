/** Which of the plan folders that were found count. */
import { basename, dirname, join } from 'node:path';
import { byText, type PlanFormat } from '../../core/formats/format';
import { isWithin } from '../../core/isWithin';
import { isSystemError, type PlanFiles } from './planFiles';
import { isNamed, isOwn, placeIn, type FoundRoot } from './root';

/**
 * Each real folder once, under the innermost workspace folder, and none that git ignores. A tool's own folder may be
 * ignored; what counts then is whether the folder that holds it is.
 * @param isTaken whether a root counted before, so that git is not asked again
 */
export async function rootsToTake(
  roots: readonly FoundRoot[],
  { files, formats }: { readonly files: PlanFiles; readonly formats: readonly PlanFormat[] },
  isTaken: (root: FoundRoot) => boolean,
  isIgnored: (paths: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<FoundRoot[]> {
  const innermost = [...roots].sort(
    (left, right) =>
      right.place.boundary.length - left.place.boundary.length || byText(left.place.root, right.place.root),
  );
  const places = new Set<string>();
  const unique = innermost.filter(({ place }) => {
    const real = realOrSame(place.root, files);
    return !places.has(real) && places.add(real);
  });
  const asked = unique
    .filter((root) => !isTaken(root))
    .flatMap((root) => decidingFolder(root, formats) ?? []);
  const ignored = asked.length === 0 ? new Set<string>() : await isIgnored([...new Set(asked)]);
  return unique.filter((root) => isTaken(root) || !ignored.has(decidingFolder(root, formats) ?? ''));
}

/**
 * The folder that decides by being ignored. For a tool's own folder that is the one around it, where the tool was started
 * (around `.project-docs/okstra/` that is not `.project-docs/`); `undefined` for what was opened as a workspace folder.
 */
function decidingFolder(root: FoundRoot, formats: readonly PlanFormat[]): string | undefined {
  const { place } = root;
  if (place.root === place.folder) return undefined;
  if (!isOwn(root)) return place.root;
  const parts = placeIn(place).split('/');
  const ways = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let own = join(place.folder, ways.find((way) => isNamed(way, formats)) ?? '');
  while (own !== place.folder && basename(dirname(own)).startsWith('.')) own = dirname(own);
  return isWithin(place.folder, dirname(own)) && dirname(own) !== place.folder ? dirname(own) : undefined;
}

function realOrSame(path: string, files: PlanFiles): string {
  try {
    return files.realpath(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // Gone or closed since it was found: reading its files tells which.
    return path;
  }
}
