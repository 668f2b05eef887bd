/** Headings of a Markdown text, with fenced code left out. */

export interface Heading {
  readonly title: string;
  /** 1 to 6, or 7 for a known name that stands alone on a line without `#`. */
  readonly level: number;
  /** Index into the lines. */
  readonly line: number;
}

/** A stretch of lines between fences: `from` is the first line after the opening fence, `to` the closing one. */
export interface Fence {
  readonly language: string;
  readonly from: number;
  /** `undefined` when the fence is never closed. */
  readonly to: number | undefined;
}

/** The fenced code of a text; fences may be indented, as under a list item. */
export function fences(lines: readonly string[]): Fence[] {
  const found: Fence[] = [];
  let open: { mark: string; language: string; from: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, mark, info = ''] = /^\s*(`{3,}|~{3,})([^`]*)$/.exec(line.trimEnd()) ?? [];
    if (mark === undefined) continue;
    if (open === undefined) {
      open = { mark, language: (info.trim().split(/\s/)[0] ?? '').toLowerCase(), from: index + 1 };
    } else if (info.trim() === '' && mark.startsWith(open.mark)) {
      found.push({ language: open.language, from: open.from, to: index });
      open = undefined;
    }
  }
  if (open !== undefined) found.push({ language: open.language, from: open.from, to: undefined });
  return found;
}

/**
 * The headings of a text from line `first` on. A line that is nothing but one of `names` (also bold, also with a
 * colon) counts too, since authors write sections without `#`.
 */
export function headings(lines: readonly string[], first: number, names: readonly string[]): Heading[] {
  const body = lines.slice(first);
  const inCode = fencedLines(body);
  return body.flatMap((line, index) => {
    const heading = headingOf(line, names);
    return heading === undefined || inCode(index) ? [] : [{ ...heading, line: first + index }];
  });
}

/** Which lines lie in fenced code; what follows a fence that is never closed does, as Markdown has it. */
export function fencedLines(lines: readonly string[]): (line: number) => boolean {
  const fenced = new Uint8Array(lines.length);
  for (const { from, to } of fences(lines)) fenced.fill(1, from, to ?? lines.length);
  return (line) => fenced[line] === 1;
}

/** Longer lines are prose; looking at the blanks at their ends takes the square of their length. */
const LONGEST_HEADING = 300;

function headingOf(line: string, names: readonly string[]): Omit<Heading, 'line'> | undefined {
  if (line.length > LONGEST_HEADING) return undefined;
  const [, marks, text] = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line.trimEnd()) ?? [];
  if (marks !== undefined && text !== undefined) return { title: plainTitle(text), level: marks.length };
  const title = plainTitle(line);
  return names.some((name) => sameTitle(name, title)) ? { title, level: 7 } : undefined;
}

function plainTitle(text: string): string {
  return text.replace(/[*:#\s]+$/, '').replace(/^[*\s]+/, '');
}

/** Titles are the same whatever their case. */
export function sameTitle(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The lines under the first heading of a title, up to the next heading of its level or above. */
export function sectionLines(
  lines: readonly string[],
  all: readonly Heading[],
  title: string,
): readonly string[] {
  const start = all.findIndex((heading) => sameTitle(heading.title, title));
  const heading = all[start];
  if (heading === undefined) return [];
  const next = all.slice(start + 1).find(({ level }) => level <= heading.level);
  return lines.slice(heading.line + 1, next?.line ?? lines.length);
}
