/** Markdown by offsets: fenced code, beginnings of lines, shortened text. Linear, and no list of lines is made. */

/** A stretch of a text as offsets: from the first, before the second. */
export type Stretch = readonly [from: number, to: number];

/** Stretches of fenced code as offsets, `from` inclusive; an unclosed fence goes on to the end. */
export function fencedCode(text: string, at: number): Stretch[] {
  const found: Stretch[] = [];
  const openings = ['```', '~~~'].map((mark) => ({ mark, next: openingFence(text, at, mark) }));
  for (;;) {
    const [first, second] = openings.map(({ next }) => (next === -1 ? text.length : next));
    const from = Math.min(first ?? text.length, second ?? text.length);
    if (from === text.length) return found;
    const close = closingFence(text, from);
    found.push([from, close]);
    const after = text.indexOf('\n', close);
    if (after === -1) return found;
    for (const opening of openings) {
      const passed = opening.next !== -1 && opening.next <= after;
      if (passed) opening.next = openingFence(text, after, opening.mark);
    }
  }
}

/** Tells in which of the stretches a place is; asked from the first place to the last, which makes it linear. */
export function codeCursor(code: readonly Stretch[]): (at: number) => Stretch | undefined {
  let next = 0;
  return (at) => {
    while (next < code.length && (code[next]?.[1] ?? 0) < at) next += 1;
    const stretch = code[next];
    return stretch !== undefined && stretch[0] <= at ? stretch : undefined;
  };
}

/** The next line that begins with a fence; what follows backticks has no further one, else it is code in a sentence. */
function openingFence(text: string, at: number, mark: string): number {
  for (let from = text.indexOf(mark, at); from !== -1;) {
    const end = endOfMark(text, from);
    if (
      isFirstOnLine(text, from) &&
      (mark !== '```' ||
        !text
          .slice(end, end + 200)
          .split('\n', 1)[0]
          ?.includes('`'))
    ) {
      return from;
    }
    from = text.indexOf(mark, end);
  }
  return -1;
}

/** Where the fence that opens at `at` is closed: by as many signs or more, alone on a line; else the end of the text. */
function closingFence(text: string, at: number): number {
  const mark = text.slice(at, Math.min(endOfMark(text, at), at + 20));
  for (let from = text.indexOf(mark, endOfMark(text, at)); from !== -1;) {
    const end = endOfMark(text, from);
    if (isFirstOnLine(text, from) && isLastOnLine(text, end)) return from;
    from = text.indexOf(mark, end);
  }
  return text.length;
}

function endOfMark(text: string, at: number): number {
  let end = at + 3;
  while (text.charAt(end) === text.charAt(at)) end += 1;
  return end;
}

export function isFirstOnLine(text: string, at: number): boolean {
  const before = at - columnOf(text, at) - 1;
  return before < 0 || text.charAt(before) === '\n' || text.charAt(before) === '\uFEFF';
}

/** How many blanks stand right before a place; no more than 100 are counted. */
export function columnOf(text: string, at: number): number {
  let blanks = 0;
  while (blanks < 100 && ' \t'.includes(text.charAt(at - blanks - 1) || '-')) blanks += 1;
  return blanks;
}

function isLastOnLine(text: string, at: number): boolean {
  let end = at;
  while (end - at < 100 && ' \t\r'.includes(text.charAt(end)) && end < text.length) end += 1;
  return end >= text.length || text.charAt(end) === '\n';
}

/** Whole words of a text, with an ellipsis where it was longer. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
