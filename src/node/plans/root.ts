/** A plan's folder: which format takes it, and the plan that its files make. */
import { join } from 'node:path';
import { byText, type FileText, type PlanFormat } from '../../core/formats/format';
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
  for (const format of PLAN_FORMATS) {
    const now = await listRoot(place.root, format.depth, place.boundary, files);
    const listed = before === undefined ? now : withLastSeen(now, before.listed);
    if (format.recognises(listed.listing)) return { ...place, format, listed };
  }
  return undefined;
}

function withLastSeen(now: Listed, before: Listed): Listed {
  const missing = before.listing.filter((name) => now.unreadable.some((prefix) => name.startsWith(prefix)));
  return { ...now, listing: [...new Set([...now.listing, ...missing])].sort(byText) };
}

/** Reads a root's files through the cache and has its format read the plan. */
export async function readPlan(
  root: Root,
  cache: TextCache,
  freshness: (file: string) => Freshness,
): Promise<Plan> {
  const texts = new Map<string, FileText>();
  const problems: Problem[] = [...root.listed.problems];
  await Promise.all(
    filesOf(root).map(async ({ name, file }) => {
      const { text, problem } = await cache.read(file, freshness(file));
      if (text !== undefined) texts.set(name, text);
      if (problem !== undefined) problems.push(problem);
    }),
  );
  problems.sort((left, right) => byText(left.file, right.file));
  const { listing } = root.listed;
  return root.format.read({ root: root.root, folder: root.folder, listing, files: texts, problems });
}

/** The files whose texts make the plan, by name and absolute path. */
export function filesOf(root: Root): { readonly name: string; readonly file: string }[] {
  return root.format.reads(root.listed.listing).map((name) => ({ name, file: join(root.root, name) }));
}
