/** The three groups of a "Stage Validation" (okstra.md 3.3), as the lines that stand in each. */
import type { Outline, Section } from './report';

export const VALIDATION_GROUPS = ['pre', 'mid', 'post'] as const;
export type ValidationGroup = (typeof VALIDATION_GROUPS)[number];

/** `- post: …`, `**Post** …`, `#### post`, `- post (after the stage): …`; `post-deploy` is no group. */
const GROUP =
  /^\s{0,12}(?:[-*+]\s{1,4}|\d{1,3}[.)]\s{1,4}|#{1,6}\s{1,4})?[*_]{0,3}(pre|mid|post)[*_]{0,3}(?:\s{1,3}\([^()]{0,60}\))?(?:\s{0,3}[:：][*_]{0,3}|\s{1,3}[–—-]\s|\s*$)/i;

/** Of each group what stands behind its name, as items, and the lines below, up to the next group. */
export function validationLines(
  { lines, fenced }: Outline,
  { from, to }: Section,
): Readonly<Record<ValidationGroup, readonly string[]>> {
  const groups: Record<ValidationGroup, string[]> = { pre: [], mid: [], post: [] };
  let group: string[] | undefined;
  for (let line = from; line < to; line += 1) {
    const text = lines[line] ?? '';
    const head = fenced(line) ? null : GROUP.exec(text.slice(0, 200));
    const name = VALIDATION_GROUPS.find((each) => each === head?.[1]?.toLowerCase());
    if (head === null || name === undefined) {
      group?.push(text);
    } else {
      group = groups[name];
      const rest = text.slice(head[0].length).trim();
      if (rest !== '') group.push(...items(rest));
    }
  }
  return groups;
}

const LONGEST_LINE = 20_000;

/** What stands on the line of the group's name, as items: commands there are code spans with commas between them. */
function items(rest: string): string[] {
  const spans = /^`[^`]+`(?:\s{0,3}[,;]\s{0,3}`[^`]+`)+/.exec(rest.slice(0, LONGEST_LINE))?.[0];
  return spans === undefined ? [`- ${rest}`] : [...spans.matchAll(/`[^`]+`/g)].map(([span]) => `- ${span}`);
}
