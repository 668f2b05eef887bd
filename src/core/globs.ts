/** Globs from settings, over `/`-separated paths. */
import picomatch from 'picomatch';

/** A glob's regular expression looks at a name as often as the power of its wildcards: a workspace could hang us. */
export const MAX_WILDCARDS = 3;
const MAX_LENGTH = 500;

/** Whether a glob is used at all: neither empty, nor too long, nor with too many wildcards. */
export function isBounded(glob: string): boolean {
  const parts = glob.split('/');
  const spanning = parts.filter((part) => part.includes('**'));
  return (
    glob !== '' &&
    glob.length <= MAX_LENGTH &&
    spanning.length <= MAX_WILDCARDS &&
    parts.every((part) => (part.match(/\*+/g) ?? []).length <= MAX_WILDCARDS)
  );
}

/**
 * Whether any of the globs matches a path, names with a dot included; those that are not bounded match nothing. There
 * are no negations and no groups: `!` and parentheses are characters of a name.
 * @param anyCase for what means the same on a file system that takes no notice of case
 */
export function globMatcher(globs: readonly string[], anyCase = false): (path: string) => boolean {
  const bounded = globs.filter(isBounded);
  if (bounded.length === 0) return () => false;
  return picomatch(bounded.map(literal), {
    dot: true,
    nonegate: true,
    noextglob: true,
    // `s`: a name may hold a line end, and must not slip through for it.
    flags: anyCase ? 'is' : 's',
  });
}

/** picomatch takes these for a regular expression's own signs; in a path they are only characters. */
function literal(glob: string): string {
  return glob.replace(/\\?([()+|])/g, '\\$1');
}
