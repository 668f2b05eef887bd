/** One value on one line of front matter, read by characters: no regular expression, no recursion. */
import type { Written } from '../written';

/** What stands after a key or a dash. `block` is the header of a block scalar, whose lines follow. */
export interface LineValue {
  readonly kind: 'none' | 'plain' | 'quoted' | 'list' | 'block';
  /** Of `plain` and `quoted`; of an odd value the text as it stands. */
  readonly written?: Written;
  /** Of `list`. */
  readonly items: readonly Written[];
  /**
   * The value is certainly YAML of this kind. Where not, it is read as the formats' own line parsers would: one pair of
   * quotes taken off, lists cut at commas (renn-gsd.md 2.1).
   */
  readonly sure: boolean;
  /** A comment follows, so no further line can belong to this value. */
  readonly closed: boolean;
}

const [SPACE, TAB, HASH, COLON, COMMA, DASH] = [32, 9, 35, 58, 44, 45];
const [DOUBLE, SINGLE, BACKSLASH, OPEN, CLOSE] = [34, 39, 92, 91, 93];
/** Characters that may not begin a plain scalar, besides `-`, `?` and `:` before a blank. */
const INDICATORS = new Set([...',[]{}#&*!|>\'"%@`'].map((sign) => sign.charCodeAt(0)));
const FLOW_SIGNS = new Set([...'[]{}'].map((sign) => sign.charCodeAt(0)));
const ESCAPES = new Set([...'0abtnvfre "/\\N_LP'].map((sign) => sign.charCodeAt(0)));

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The first place from `from` on that is no space. */
export function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at += 1;
  return at;
}

function endOf(line: string): number {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return end;
}

/** The value that stands on line `row` from character `from` on. */
export function readValue(line: string, from: number, row: number): LineValue {
  const start = skipSpaces(line, from);
  const first = line.charCodeAt(start);
  if (start >= line.length || first === HASH)
    return { kind: 'none', items: [], sure: true, closed: start < line.length };
  if (first === DOUBLE || first === SINGLE) return quoted(line, start, row, first);
  if (first === OPEN) return list(line, start, row);
  if (first === 124 || first === 62)
    return { kind: 'block', items: [], sure: isHeader(line, start), closed: true };
  return plain(line, start, row);
}

/** `|`, `>-`, `|2+`: an explicit indentation is left to the real parser. */
function isHeader(line: string, start: number): boolean {
  const sign = line.charCodeAt(start + 1);
  const after = sign === DASH || sign === 43 ? start + 2 : start + 1;
  return after >= endOf(line) || isRest(line, after);
}

/** Whether nothing but a comment stands from `at` on. */
function isRest(line: string, at: number): boolean {
  const next = skipSpaces(line, at);
  return next >= line.length || (next > at && line.charCodeAt(next) === HASH);
}

function written(line: string, row: number, from: number, to: number): Written {
  return { text: line.slice(from, to), line: row, from, to };
}

function plain(line: string, start: number, row: number): LineValue {
  const comment = line.indexOf(' #', start);
  let end = comment === -1 ? endOf(line) : comment;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return {
    kind: 'plain',
    written: written(line, row, start, end),
    items: [],
    sure: isPlain(line, start, end),
    closed: comment !== -1,
  };
}

/** Whether a stretch of a line is a plain scalar outside lists. */
export function isPlain(line: string, start: number, end: number): boolean {
  const first = line.charCodeAt(start);
  if (INDICATORS.has(first)) return false;
  if (first === DASH || first === 63 || first === COLON) {
    if (start + 1 >= end || isBlank(line.charCodeAt(start + 1))) return false;
  }
  if (line.charCodeAt(end - 1) === COLON) return false;
  const text = line.slice(start, end);
  return !text.includes(': ') && !text.includes('\t');
}

/** Where a quoted text that opens at `start` closes; -1 where it does not on this line. */
function closingQuote(
  line: string,
  start: number,
  quote: number,
): { at: number; sure: boolean; escaped: boolean } {
  let [sure, escaped] = [true, false];
  for (let at = start + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (quote === DOUBLE && code === BACKSLASH) {
      sure &&= ESCAPES.has(line.charCodeAt(at + 1));
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

function unquoted(
  line: string,
  row: number,
  start: number,
  quote: number,
  close: number,
  escaped: boolean,
): Written {
  const inner = written(line, row, start + 1, close);
  if (!escaped) return inner;
  const text =
    quote === SINGLE ? inner.text.replaceAll("''", "'") : inner.text.replaceAll(/\\(["\\/])/g, '$1');
  return { ...inner, text };
}

function quoted(line: string, start: number, row: number, quote: number): LineValue {
  const { at, sure, escaped } = closingQuote(line, start, quote);
  if (at !== -1 && isRest(line, at + 1)) {
    const value = unquoted(line, row, start, quote, at, escaped);
    return { kind: 'quoted', written: value, items: [], sure, closed: true };
  }
  const end = endOf(line);
  const paired = end > start + 1 && line.charCodeAt(end - 1) === quote;
  const value = paired ? written(line, row, start + 1, end - 1) : written(line, row, start, end);
  return { kind: 'quoted', written: value, items: [], sure: false, closed: true };
}

function list(line: string, start: number, row: number): LineValue {
  const items: Written[] = [];
  let [at, sure, comma] = [start + 1, true, true];
  for (;;) {
    at = skipSpaces(line, at);
    const code = line.charCodeAt(at);
    if (at >= line.length) return { kind: 'list', items, sure: false, closed: true };
    if (code === CLOSE) break;
    if (code === COMMA) {
      sure &&= !comma;
      comma = true;
      at += 1;
      continue;
    }
    sure &&= comma;
    comma = false;
    const item = listItem(line, at, row);
    items.push(item.written);
    sure &&= item.sure;
    at = item.next;
  }
  return { kind: 'list', items, sure: sure && isRest(line, at + 1), closed: true };
}

function listItem(
  line: string,
  start: number,
  row: number,
): { written: Written; sure: boolean; next: number } {
  const first = line.charCodeAt(start);
  if (first === DOUBLE || first === SINGLE) {
    const { at, sure, escaped } = closingQuote(line, start, first);
    if (at !== -1) {
      return { written: unquoted(line, row, start, first, at, escaped), sure, next: at + 1 };
    }
  }
  let end = start;
  let sure = true;
  for (; end < line.length; end += 1) {
    const code = line.charCodeAt(end);
    if (code === COMMA || code === CLOSE) break;
    if (FLOW_SIGNS.has(code)) sure = false;
  }
  let last = end;
  while (last > start && isBlank(line.charCodeAt(last - 1))) last -= 1;
  const text = written(line, row, start, last);
  return {
    written: text,
    sure: sure && isPlain(line, start, last) && !text.text.includes(' #') && !text.text.includes(':'),
    next: end,
  };
}
