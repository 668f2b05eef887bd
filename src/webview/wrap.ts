/** Text in lines of a given width. */

/**
 * Breaks a text at blanks into at most `lines` lines; what does not fit is cut and ends with an ellipsis.
 * @param measure how wide a text is, in the unit of `width`
 */
export function wrap(
  text: string,
  width: number,
  lines: number,
  measure: (text: string) => number,
): string[] {
  const words = text.trim().split(/\s+/);
  const out: string[] = [];
  while (words.length > 0 && out.length < lines) {
    if (out.length === lines - 1) return [...out, cut(words.join(' '), width, measure)];
    let line = '';
    while (words[0] !== undefined && measure(`${line} ${words[0]}`.trim()) <= width)
      line = `${line} ${words.shift() ?? ''}`.trim();
    if (line === '') return [...out, cut(words.join(' '), width, measure)];
    out.push(line);
  }
  return out;
}

/** The longest beginning that fits, found by halves: titles may be very long. */
function cut(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text.slice(0, 300)), ({ segment }) => segment);
  let [fits, over] = [0, characters.length];
  while (over - fits > 1) {
    const middle = Math.floor((fits + over) / 2);
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) fits = middle;
    else over = middle;
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`;
}
