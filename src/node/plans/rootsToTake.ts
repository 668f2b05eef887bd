/** Which of the plan folders that were found count. */
import { dirname } from 'node:path';
import { byText } from '../../core/formats/format';
import { isSystemError, type PlanFiles } from './planFiles';
import { isOwn, type FoundRoot } from './root';

/**
 * Each real folder once, under the innermost workspace folder, and none that git ignores. A tool's own folder may be
 * ignored; what counts then is whether the folder that holds it is.
 * @param isTaken whether a root counted before, so that git is not asked again
 */
export async function rootsToTake(
  roots: readonly FoundRoot[],
  files: PlanFiles,
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
  const asked = unique.filter((root) => !isTaken(root)).flatMap((root) => decidingFolder(root) ?? []);
  const ignored = asked.length === 0 ? new Set<string>() : await isIgnored([...new Set(asked)]);
  return unique.filter((root) => isTaken(root) || !ignored.has(decidingFolder(root) ?? ''));
}

/** The folder that decides by being ignored; `undefined` at the top of a workspace folder, which was opened on purpose. */
function decidingFolder(root: FoundRoot): string | undefined {
  if (!isOwn(root)) return root.place.root;
  const above = dirname(root.place.root);
  return above === root.place.folder ? undefined : above;
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
