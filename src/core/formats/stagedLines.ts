/** Lines of Markdown, looked at one by one. */
import { fences } from './sections';

/** The indexes of lines inside code fences, the fences included. */
export function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>();
  for (const { from, to } of fences(lines))
    for (let line = from - 1; line <= (to ?? lines.length - 1); line += 1) inside.add(line);
  return inside;
}
