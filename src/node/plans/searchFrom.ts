/** Where to search again for plans after a change outside of the known ones: as little as can hold a new plan. */
import { join, relative, sep } from 'node:path';
import type { PlanFormat } from '../../core/formats/format';
import { isWithin } from '../../core/isWithin';
import type { FolderFilter } from './folderFilter';
import { isSystemError, type PlanFiles } from './planFiles';
import { isNamed } from './root';
import { NEVER_ENTERED } from './neverEntered';

export interface SearchPlace {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Relative to it, `/`-separated. */
  readonly from: string;
}

export interface SearchParts {
  /** By workspace folder. */
  readonly filters: ReadonlyMap<string, FolderFilter>;
  readonly formats: readonly PlanFormat[];
  readonly files: PlanFiles;
}

/**
 * Where a plan may have come or gone with a path: the outermost folder on the way to it that may be a plan's, or the path
 * itself when that is a folder.
 * @param below absolute path of a plan that the path lies in: only what lies deeper counts, and not the path itself
 */
export function searchFrom(
  path: string,
  below: string | undefined,
  { filters, formats, files }: SearchParts,
): SearchPlace | undefined {
  for (const [folder, filter] of innermostFirst(filters, path)) {
    const parts = relative(folder, path).split(sep);
    if (parts.some((part) => NEVER_ENTERED.has(part))) return undefined;
    const ways = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
    const mayBe = (way: string): boolean => isNamed(way, formats) || filter.included(way);
    const start = below === undefined ? 0 : ways.indexOf(relative(folder, below).split(sep).join('/')) + 1;
    const first = ways.slice(start).find(mayBe);
    const from = first ?? (below === undefined && isFolder(path, files) ? ways[ways.length - 1] : undefined);
    if (from === undefined || ways.some((way) => filter.excluded(way))) return undefined;
    return { folder, from };
  }
  return undefined;
}

/** Without the places that others hold. */
export function outermost(places: readonly SearchPlace[]): SearchPlace[] {
  const at = ({ folder, from }: SearchPlace): string => join(folder, from);
  const unique = [...new Map(places.map((place) => [at(place), place])).values()];
  return unique.filter((place) => !unique.some((other) => other !== place && isWithin(at(other), at(place))));
}

function innermostFirst(
  filters: ReadonlyMap<string, FolderFilter>,
  path: string,
): (readonly [string, FolderFilter])[] {
  const around = [...filters].filter(([folder]) => isWithin(folder, path));
  return around.sort(([left], [right]) => right.length - left.length);
}

function isFolder(path: string, files: PlanFiles): boolean {
  try {
    return files.kind(path) === 'folder';
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}
