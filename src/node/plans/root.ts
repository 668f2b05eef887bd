/** Which format takes a folder for a plan of its own. */
import { basename, relative } from 'node:path';
import type { PlanFormat } from '../../core/formats/format';
import { PLAN_FORMATS } from '../../core/formats/index';
import { listRoot, type Listed, type Place } from './listing';
import type { PlanFiles } from './planFiles';
import type { Work } from './work';

export interface RootPlace extends Place {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Found by nothing but what formats look for of themselves (`PlanFormat.looksIn`): offered to those alone. */
  readonly named: boolean;
}

/** A folder that a format takes for its own. */
export interface FoundRoot {
  readonly place: RootPlace;
  readonly format: PlanFormat;
  readonly listed: Listed;
}

/**
 * The root at a place, when a format recognises it.
 * @param before the same root as last seen: stands in for the folders that cannot be read now
 */
export async function rootAt(
  place: RootPlace,
  files: PlanFiles,
  work: Work,
  before: FoundRoot | undefined,
  formats: readonly PlanFormat[] = PLAN_FORMATS,
): Promise<FoundRoot | undefined> {
  const path = knownAs(place);
  for (const format of formats) {
    if (place.named && format.looksIn?.(path) !== true) continue;
    const known = before?.format === format ? before.listed : undefined;
    const listed = await listRoot(place, format, files, work, known);
    if (format.recognises(listed.listing)) return { place, format, listed };
  }
  return undefined;
}

/** Whether formats look for a folder of themselves, whatever the settings include. */
export function isNamed(path: string, formats: readonly PlanFormat[] = PLAN_FORMATS): boolean {
  return formats.some((format) => format.looksIn?.(path));
}

/** Whether a root is its format's own folder, which counts even where git ignores it. */
export function isOwn({ place, format }: FoundRoot): boolean {
  return format.looksIn?.(knownAs(place)) === true;
}

/** Where a root lies in its workspace folder, `/`-separated. */
export function placeIn({ root, folder }: Pick<RootPlace, 'root' | 'folder'>): string {
  return relative(folder, root).replaceAll('\\', '/');
}

/** The path by which formats know a place: its own name where the workspace folder is itself the plan's. */
export function knownAs(place: Pick<RootPlace, 'root' | 'folder'>): string {
  return placeIn(place) || basename(place.folder);
}
