/** A plan's folder: which format takes it, and the plan that its files make. */
import { join, relative } from 'node:path';
import { byText, type FileText, type PlanFormat, type PlanSource } from '../../core/formats/format';
import { PLAN_FORMATS } from '../../core/formats/index';
import type { Plan, Problem } from '../../core/plan';
import { listRoot, type Listed } from './listing';
import type { PlanFiles } from './planFiles';
import type { Freshness, TextCache } from './textCache';

export interface Place {
  /** Absolute path of the plan's folder. */
  readonly root: string;
  /** Absolute path of the workspace folder, and its real path. */
  readonly folder: string;
  readonly boundary: string;
  /** Found by nothing but what formats look for of themselves (`PlanFormat.looksIn`): offered to those alone. */
  readonly named: boolean;
}

/** A folder that a format takes for its own. */
export interface Root extends Place {
  readonly format: PlanFormat;
  readonly listed: Listed;
}

/**
 * The root at a place, when a format recognises it.
 * @param before the same root as last seen: stands in for the folders that cannot be read now
 */
export async function rootAt(
  place: Place,
  files: PlanFiles,
  before: Root | undefined,
): Promise<Root | undefined> {
  const path = placeIn(place);
  for (const format of PLAN_FORMATS) {
    if (place.named && format.looksIn?.(path) !== true) continue;
    const now = await listRoot(place.root, format, place.boundary, files);
    const listed = before === undefined ? now : withLastSeen(now, before.listed);
    if (format.recognises(listed.listing)) return { ...place, format, listed };
  }
  return undefined;
}

function withLastSeen(now: Listed, before: Listed): Listed {
  const missing = before.listing.filter((name) => now.unreadable.some((prefix) => name.startsWith(prefix)));
  return { ...now, listing: [...new Set([...now.listing, ...missing])].sort(byText) };
}

export interface ReadPlan {
  readonly plan: Plan;
  /** Absolute paths of the files whose texts made it. */
  readonly files: readonly string[];
}

/** Reads a root's files through the cache and has its format read the plan. */
export async function readPlan(
  { root, folder, format, listed }: Root,
  cache: TextCache,
  freshness: (file: string) => Freshness,
): Promise<ReadPlan> {
  const texts = new Map<string, FileText>();
  const problems: Problem[] = [...listed.problems];
  const paths = new Set<string>();
  const source: PlanSource = {
    root,
    folder,
    listing: listed.listing,
    files: texts,
    digests: new Map(),
    opened: new Set(),
    problems,
  };

  async function take(name: string): Promise<void> {
    const file = join(root, name);
    if (paths.has(file)) return;
    paths.add(file);
    const { text, problem } = await cache.read(file, freshness(file));
    if (text !== undefined) texts.set(name, text);
    if (problem !== undefined) problems.push(problem);
  }

  await Promise.all(format.reads(listed.listing).map(take));
  await Promise.all(format.reads(listed.listing, source).map(take));
  problems.sort((left, right) => byText(left.file, right.file));
  return { plan: format.read(source), files: [...paths] };
}

/** Whether formats look for a folder of themselves, whatever the settings include. */
export function isNamed(path: string): boolean {
  return PLAN_FORMATS.some((format) => format.looksIn?.(path));
}

/** Whether a root is its format's own folder, which counts even where git ignores it. */
export function isOwn(root: Root): boolean {
  return root.format.looksIn?.(placeIn(root)) === true;
}

/** Where a root lies in its workspace folder, `/`-separated. */
function placeIn({ root, folder }: Place): string {
  return relative(folder, root).replaceAll('\\', '/');
}
