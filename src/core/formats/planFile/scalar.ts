/** Plain and quoted scalars of YAML on one line, looked at by characters: no backtracking, no recursion. */
import type { Written } from '../../written';

const [SPACE, TAB, HASH, COLON, DASH] = [32, 9, 35, 58, 45];
const [DOUBLE, SINGLE, BACKSLASH] = [34, 39, 92];
/** Characters that may not begin a plain scalar, besides `-`, `?` and `:` before a blank. */
const INDICATORS = new Set(Array.from(',[]{}#&*!|>\'"%@`', (sign) => sign.charCodeAt(0)));
/** What stands for what after a backslash in double quotes, of one character each. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...Array.from(' "/\\', (sign) => [sign, sign] as const),
  ...Array.from('0abtnvfre', (sign, at) => [sign, '\x00\x07\b\t\n\v\f\r\x1b'.charAt(at)] as const),
  ...Array.from('N_LP', (sign, at) => [sign, '\x85\xa0\u2028\u2029'.charAt(at)] as const),
]);

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The first place from `from` on that is no space. */
export function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at += 1;
  return at;
}

export function endOf(line: string): number {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return end;
}

/** Whether nothing but a comment stands from `at` on. */
export function isRest(line: string, at: number): boolean {
  const next = skipSpaces(line, at);
  return next >= line.length || (next > at && line.charCodeAt(next) === HASH);
}

export function writtenAt(line: string, row: number, from: number, to: number): Written {
  return { text: line.slice(from, to), line: row, from, to };
}

/** Whether a stretch of a line is a plain scalar outside lists. */
export function isPlain(line: string, start: number, end: number): boolean {
  const first = line.charCodeAt(start);
  if (INDICATORS.has(first)) return false;
  if (first === DASH || first === 63 || first === COLON) {
    if (start + 1 >= end || isBlank(line.charCodeAt(start + 1))) return false;
  }
  if (line.charCodeAt(end - 1) === COLON) return false;
  for (let at = start; at < end; at += 1) {
    const code = line.charCodeAt(at);
    if (code === TAB || (code === COLON && line.charCodeAt(at + 1) === SPACE)) return false;
  }
  return true;
}

/** Where a quoted text that opens at `start` closes; -1 where it does not on this line. */
export function closingQuote(
  line: string,
  start: number,
  quote: number,
): { at: number; sure: boolean; escaped: boolean } {
  let [sure, escaped] = [true, false];
  for (let at = start + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (quote === DOUBLE && code === BACKSLASH) {
      sure &&= ESCAPES.has(line.charAt(at + 1));
      escaped = true;
      at += 1;
    } else if (code === quote) {
      if (quote === DOUBLE || line.charCodeAt(at + 1) !== SINGLE) return { at, sure, escaped };
      escaped = true;
      at += 1;
    }
  }
  return { at: -1, sure: false, escaped };
}

export function unquoted(
  line: string,
  row: number,
  start: number,
  quote: number,
  close: number,
  escaped: boolean,
): Written {
  const inner = writtenAt(line, row, start + 1, close);
  if (!escaped) return inner;
  const text =
    quote === SINGLE
      ? inner.text.replaceAll("''", "'")
      : inner.text.replaceAll(/\\(.)/g, (whole, sign: string) => ESCAPES.get(sign) ?? whole);
  return { ...inner, text };
}
