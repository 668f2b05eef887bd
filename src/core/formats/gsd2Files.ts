/** The folders of GSD-2, `.gsd/milestones/M001/slices/S01/tasks/` (renn-gsd.md 2.8). */
import type { Listing } from './format';

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

export function gsd2Milestones(listing: Listing): Gsd2Milestone[] {
  return listing.flatMap((path) => {
    const id = MILESTONE.exec(path)?.[1];
    if (id === undefined) return [];
    const inside = listing.filter((name) => name.startsWith(path));
    const slices = inside.flatMap((name) => {
      const slice = SLICE.exec(name.slice(path.length))?.[1];
      if (slice === undefined) return [];
      const names = inside.filter((other) => other.startsWith(name) && !other.endsWith('/'));
      return [{ id: slice, path: name, plan: `${name}${slice}-PLAN.md`, names }];
    });
    return [{ id, path, roadmap: `${path}${id}-ROADMAP.md`, slices }];
  });
}
