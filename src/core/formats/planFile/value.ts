/** One value on one line of front matter, read by characters: no regular expression, no recursion. */
import type { Written } from '../../written';
import { readFlowList, readFlowMap } from './flow';
import { closingQuote, endOf, isBlank, isPlain, isRest, skipSpaces, unquoted, writtenAt } from './scalar';

const [HASH, DASH, DOUBLE, SINGLE] = [35, 45, 34, 39];
const NONE: readonly Written[] = [];

/** What stands after a key or a dash. `block` is the header of a block scalar, whose lines follow. */
export interface LineValue {
  readonly kind: 'none' | 'plain' | 'quoted' | 'list' | 'map' | 'block';
  /** Of `plain` and `quoted`, and of `map` from brace to brace; of an odd value the text as it stands. */
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

/** The value that stands on line `row` from character `from` on. */
export function readValue(line: string, from: number, row: number): LineValue {
  const start = skipSpaces(line, from);
  const first = line.charCodeAt(start);
  if (start >= line.length || first === HASH)
    return { kind: 'none', items: NONE, sure: true, closed: start < line.length };
  if (first === DOUBLE || first === SINGLE) return quoted(line, start, row, first);
  if (first === 91) return readFlowList(line, start, row);
  if (first === 123) return readFlowMap(line, start, row);
  if (first === 124 || first === 62)
    return { kind: 'block', items: NONE, sure: isHeader(line, start), closed: true };
  return plain(line, start, row);
}

/** `|`, `>-`, `|2+`: an explicit indentation is left to the real parser. */
function isHeader(line: string, start: number): boolean {
  const sign = line.charCodeAt(start + 1);
  const after = sign === DASH || sign === 43 ? start + 2 : start + 1;
  return after >= endOf(line) || isRest(line, after);
}

function plain(line: string, start: number, row: number): LineValue {
  const comment = line.indexOf(' #', start);
  let end = comment === -1 ? endOf(line) : comment;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return {
    kind: 'plain',
    written: writtenAt(line, row, start, end),
    items: NONE,
    sure: isPlain(line, start, end),
    closed: comment !== -1,
  };
}

function quoted(line: string, start: number, row: number, quote: number): LineValue {
  const { at, sure, escaped } = closingQuote(line, start, quote);
  if (at !== -1 && isRest(line, at + 1)) {
    const value = unquoted(line, row, start, quote, at, escaped);
    return { kind: 'quoted', written: value, items: NONE, sure, closed: true };
  }
  const end = endOf(line);
  const paired = end > start + 1 && line.charCodeAt(end - 1) === quote;
  const value = paired ? writtenAt(line, row, start + 1, end - 1) : writtenAt(line, row, start, end);
  return { kind: 'quoted', written: value, items: NONE, sure: false, closed: true };
}
