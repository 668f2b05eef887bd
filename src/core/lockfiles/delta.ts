/** What became of the packages between two states of a lockfile (runr.md 8, "Delta model"). */
import type { Package } from './package';

export interface Delta {
  readonly added: readonly Package[];
  readonly removed: readonly Package[];
  /** One version before and one after, which differ, or come from different sources. */
  readonly updated: readonly Package[];
}

/** A package counts once for each version and source; what a file says of it otherwise is no change. Sorted by name. */
export function delta(before: readonly Package[], after: readonly Package[]): Delta {
  const [then, now] = [byName(before), byName(after)];
  const names = [...new Set([...then.keys(), ...now.keys()])].sort();
  const pairs = names.map((name) => [then.get(name) ?? NONE, now.get(name) ?? NONE] as const);
  const updated = pairs.filter(([was, is]) => was.size === 1 && is.size === 1);
  const others = pairs.filter(([was, is]) => was.size !== 1 || is.size !== 1);
  return {
    added: others.flatMap(([was, is]) => without(is, was)),
    removed: others.flatMap(([was, is]) => without(was, is)),
    updated: updated.flatMap(([was, is]) => without(is, was)),
  };
}

type Versions = ReadonlyMap<string, Package>;

const NONE: Versions = new Map();

function without(these: Versions, others: Versions): Package[] {
  return [...these].filter(([id]) => !others.has(id)).map(([, one]) => one);
}

function byName(packages: readonly Package[]): ReadonlyMap<string, Versions> {
  const found = new Map<string, Map<string, Package>>();
  for (const one of packages) {
    const versions = found.get(one.name) ?? new Map<string, Package>();
    const id = `${one.version}\n${one.source ?? ''}`;
    // It may lie in several folders, and in one of them because a project asks for it.
    if (versions.get(id)?.direct !== true) versions.set(id, one);
    found.set(one.name, versions);
  }
  return found;
}
