/** What a lockfile pins: the values that its readers give (runr.md 8, "Lockfile forensics"). */

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Where it comes from if not from a registry, as the lockfile has it: a git place, a URL. */
  readonly source?: string;
  /** A project of the workspace asks for it by itself. Absent where the format does not say. */
  readonly direct?: boolean;
}

/** The packages, several versions of a name included; or why they are not known, the end of a sentence. */
export type Reading = { readonly packages: readonly Package[] } | { readonly problem: string };

/** Parts of the workspace itself, and packages that are changed in it and stand in the lockfile a second time. */
const LOCAL = /^(?:file|link|portal|workspace|root|patch|exec):/;

/** Where registries keep their archives: `<name>/-/<file>`, or GitHub's `download/<name>`. */
const REGISTRY = /^https?:\/\/[^?#]*\/(?:-|download)\//;

/**
 * A package of npm's family; `undefined` for a part of the workspace.
 * @param at what follows `name@` in a lockfile: a version, `npm:` and one (of another name, perhaps), or a place
 * @param version where it is said apart from the place
 */
export function located(name: string, at: string, version?: string, direct?: boolean): Package | undefined {
  if (LOCAL.test(at)) return undefined;
  const [, other, rest = at] = /^npm:(?:(@?[^@]+)@)?(.*)$/s.exec(at.replace(/::.*$/s, '')) ?? [];
  return {
    name: other ?? name,
    version: version ?? rest,
    ...(/[:/]/.test(rest) && { source: rest }),
    ...(direct !== undefined && { direct }),
  };
}

/** What `located` takes: the place that a package was fetched from, or its version if that was a registry or is not said. */
export function fetchedFrom(resolved: string | undefined, version: string): string {
  return resolved === undefined || REGISTRY.test(resolved) ? version : resolved;
}

/** Cuts `name@rest`, of which the name may begin with `@`; the rest is empty where there is none. */
export function cutName(text: string): readonly [name: string, rest: string] {
  const at = text.indexOf('@', 1);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Those that are packages. */
export function packagesOf(found: readonly (Package | undefined)[]): Reading {
  return { packages: found.filter((one) => one !== undefined) };
}
