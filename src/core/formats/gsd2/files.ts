/** The folders of GSD-2, `.gsd/milestones/M001/slices/S01/tasks/` (renn-gsd.md 2.8). */
import type { Listing } from '../format';

const MILESTONE = /^milestones\/(M\d+)(?:-[^/]*)?\/$/;
const SLICE = /^slices\/(S\d+)\/$/;

/** Its milestones tell it from the other tool that uses `.gsd/`. */
export function isGsd2(listing: Listing): boolean {
  return listing.some((name) => MILESTONE.test(name));
}

export interface Gsd2Milestone {
  /** `M001`. */
  readonly id: string;
  /** Relative to the root, with a slash at its end. */
  readonly path: string;
  readonly roadmap: string;
  readonly slices: readonly Gsd2Slice[];
}

export interface Gsd2Slice {
  /** `S01`. */
  readonly id: string;
  readonly path: string;
  readonly plan: string;
  /** Names below the root. */
  readonly names: readonly string[];
}

interface FillingSlice extends Gsd2Slice {
  readonly names: string[];
}

interface FillingMilestone extends Gsd2Milestone {
  readonly slices: FillingSlice[];
}

/** What lies in a folder follows it in the listing, which is sorted. */
export function gsd2Milestones(listing: Listing): Gsd2Milestone[] {
  const milestones: FillingMilestone[] = [];
  for (const name of listing) {
    const id = MILESTONE.exec(name)?.[1];
    if (id !== undefined) milestones.push({ id, path: name, roadmap: `${name}${id}-ROADMAP.md`, slices: [] });
    const milestone = milestones.at(-1);
    if (milestone === undefined || !name.startsWith(milestone.path)) continue;
    const slice = SLICE.exec(name.slice(milestone.path.length))?.[1];
    if (slice !== undefined)
      milestone.slices.push({ id: slice, path: name, plan: `${name}${slice}-PLAN.md`, names: [] });
    const last = milestone.slices.at(-1);
    if (last !== undefined && name.startsWith(last.path) && !name.endsWith('/')) last.names.push(name);
  }
  return milestones;
}
