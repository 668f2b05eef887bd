/** Markdown by offsets: fenced code, beginnings of lines, shortened text. Linear, and no list of lines is made. */

/** A stretch of a text as offsets: from the first, before the second. */
export type Stretch = readonly [from: number, to: number];

/** Stretches of fenced code as offsets, `from` inclusive; an unclosed fence goes on to the end. */
export function fencedCode(text: string, at: number): Stretch[] {
  const found: Stretch[] = [];
  for (let from = nextFence(text, at, ''); from !== -1;) {
    const sign = text.charAt(from);
    let length = 3;
    while (text.charAt(from + length) === sign) length += 1;
    const lineEnd = text.indexOf('\n', from);
    const close = lineEnd === -1 ? -1 : nextFence(text, lineEnd, sign.repeat(Math.min(length, 20)));
    found.push([from, close === -1 ? text.length : close]);
    const after = close === -1 ? -1 : text.indexOf('\n', close);
    from = after === -1 ? -1 : nextFence(text, after, '');
  }
  return found;
}

/** The next line that begins with a fence: any, or one of the same signs with nothing after it. */
function nextFence(text: string, at: number, mark: string): number {
  if (mark !== '') return nextMark(text, at, mark, true);
  const ticks = nextMark(text, at, '```', false);
  const tildes = nextMark(text, at, '~~~', false);
  return ticks === -1 ? tildes : tildes === -1 ? ticks : Math.min(ticks, tildes);
}

function nextMark(text: string, at: number, mark: string, alone: boolean): number {
  for (let from = text.indexOf(mark, at); from !== -1;) {
    let end = from + mark.length;
    while (text.charAt(end) === mark.charAt(0)) end += 1;
    if (isFirstOnLine(text, from) && (!alone || isLastOnLine(text, end))) return from;
    from = text.indexOf(mark, end);
  }
  return -1;
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
