/** Foreign texts, cut to fit a row. */

/** The first line of a foreign text that is not blank, short enough for a row. */
export function oneLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

const LONGEST_LINE = 160;
