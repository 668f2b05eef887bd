/** The section of a proof that lists what a person has to look at (renn-gsd.md 1.8). */
import { fencedCode, shortened } from './text';

const HEADING = /^#{1,6}[^\n]{0,200}?human verification/im;
/** A section that tells what was looked at lists nothing to do. */
const OVER = /completed|resolved|results|done|passed/i;
/** A first sentence that says there is nothing. */
const NOTHING = /^[\s*_>()-]*(?:none|no|n\/a|not (?:required|needed|applicable))(?![\w-])/i;
/** A section is a page, not a book. */
const LONGEST_SECTION = 100_000;
const LONGEST_LINE = 2000;

/** Ways to write items; the first that occurs in the section counts. */
const ITEMS: readonly RegExp[] = [
  /^#{1,6} +(?:\d+[.)]? *)?(\S.*)$/,
  /^\d+[.)] +(\S.*)$/,
  /^[-*] +(?:\[ \] +)?(\S.*)$/,
];
const TICKED = /^(?:[-*]|\d+[.)]) +\[x\]/i;

/**
 * The items of the first section "Human Verification" as short titles; none where it says so. A section of prose
 * alone is one item, since the label of a report must not outweigh what stands in it.
 */
export function humanSection(text: string, at: number): string[] {
  return itemsOf(humanLines(text, at));
}

/** The lines of that section that are not empty; none where it lists nothing to do. */
export function humanLines(text: string, at: number): string[] {
  const body = text.slice(at);
  const heading = HEADING.exec(body);
  if (heading === null) return [];
  const end = body.indexOf('\n', heading.index);
  const title = body.slice(heading.index, end === -1 ? undefined : Math.min(end, heading.index + 400));
  if (end === -1 || OVER.test(title)) return [];
  if (fencedCode(body, 0).some(([from, to]) => from <= heading.index && heading.index < to)) return [];
  const level = title.length - title.replace(/^#+/, '').length;
  const lines = sectionLines(body.slice(end + 1, end + 1 + LONGEST_SECTION), level);
  const first = lines[0];
  return first === undefined || NOTHING.test(first.slice(0, 200)) ? [] : lines;
}

/** Up to the next heading of this level or above, or a rule; numbered headings belong to the section. */
function sectionLines(text: string, level: number): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n', 2000)) {
    const shown = line.slice(0, LONGEST_LINE).trimEnd();
    const marks = /^(#{1,6}) +(\d+[.)])?/.exec(shown);
    if (shown === '---' || (marks?.[1] && marks[1].length <= level && marks[2] === undefined)) break;
    if (shown !== '') lines.push(shown);
  }
  return lines;
}

function itemsOf(lines: readonly string[]): string[] {
  const open = lines.filter((line) => !TICKED.test(line));
  for (const way of ITEMS) {
    const found = open.flatMap((line) => way.exec(line)?.[1] ?? []);
    if (found.length > 0) return found.map(titleOf);
    if (lines.some((line) => way.test(line))) return [];
  }
  return lines[0] === undefined ? [] : [titleOf(lines[0])];
}

function titleOf(text: string): string {
  return shortened(text.replaceAll('**', '').replaceAll('`', '').trim(), 120);
}
