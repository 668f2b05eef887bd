/** Where a section of a Markdown document lies. */
import { headings } from '../formats/sections';

/** Lines counted from 0. */
export interface Section {
  /** The heading's own line. */
  readonly heading: number;
  /** The line after the section's last. */
  readonly end: number;
  /** 1 to 6, or 7 for a known name alone on its line. */
  readonly level: number;
}

/**
 * The first section whose heading begins with `name`, whatever its case and level; it ends before the next heading of
 * its level or above. `undefined` when there is none.
 * @param names sections of this kind of document, which count as headings without `#` too
 */
export function findSection(
  lines: readonly string[],
  name: string,
  names: readonly string[] = [],
): Section | undefined {
  const all = headings(lines, 0, names);
  const at = all.findIndex(({ title }) => title.toLowerCase().startsWith(name.toLowerCase()));
  const found = all[at];
  if (found === undefined) return undefined;
  const next = all.slice(at + 1).find(({ level }) => level <= found.level);
  return { heading: found.line, end: next?.line ?? lines.length, level: found.level };
}
