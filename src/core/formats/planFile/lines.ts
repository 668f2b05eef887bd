/** The top-level keys of front matter, read line by line whether or not it is YAML. */
import type { Place, Written } from '../../written';
import { skipSpaces } from './scalar';
import { readValue, type LineValue } from './value';

/** What a top-level key says. */
export interface Entry {
  readonly key: Place;
  /** Absent where the key has no value or another than one scalar. */
  readonly scalar?: Written;
  /** Items of a list in either writing; of an item that is no scalar the text of its first line. */
  readonly items: readonly Written[];
  /** Something stands under the key that is neither a list nor a scalar on its line. */
  readonly nested: boolean;
}

export type Entries = ReadonlyMap<string, Entry>;

/**
 * Reads the keys that are asked for; where one stands twice the first counts.
 * @param lines of the block, without line ends
 * @param first the line of the file that `lines` begin with
 */
export function readEntries(lines: readonly string[], first: number, wanted: ReadonlySet<string>): Entries {
  const entries = new Map<string, Entry>();
  for (let row = 0; row < lines.length; row += 1) {
    const line = lines[row] ?? '';
    const colon = topLevelKey(line);
    if (colon === -1) continue;
    const key = line.slice(0, colon);
    if (wanted.has(key) && !entries.has(key)) entries.set(key, readEntry(lines, row, first, colon));
  }
  return entries;
}

/**
 * Where the colon is after a key at the beginning of a line: letters, digits, `-` and `_`; -1 where there is none. A blank
 * may be missing after it, as the formats' own line parsers allow, unless a later colon makes all of it one key.
 */
function topLevelKey(line: string): number {
  for (let at = 0; ; at += 1) {
    const code = line.charCodeAt(at);
    const letter = code | 32;
    const word = (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 95 || code === 45;
    if (word) continue;
    if (code !== 58 || at === 0) return -1;
    const spaced = at + 1 >= line.length || line.charCodeAt(at + 1) === 32;
    return spaced || !(line.includes(': ', at) || line.endsWith(':')) ? at : -1;
  }
}

function readEntry(lines: readonly string[], row: number, first: number, colon: number): Entry {
  const key = { line: first + row, from: 0, to: colon };
  const value = readValue(lines[row] ?? '', colon + 1, first + row);
  if (value.kind === 'list') return { key, items: value.items, nested: false };
  if (value.kind === 'block' || value.kind === 'map') return { key, items: [], nested: true };
  if (value.written)
    return { key, scalar: whole(value.written, value, lines, row + 1, 0), items: [], nested: false };
  return { key, ...readItems(lines, row + 1, first) };
}

/** The items of a block list from line `row` on: lines with a dash in the column of the first. */
function readItems(
  lines: readonly string[],
  row: number,
  first: number,
): { items: Written[]; nested: boolean } {
  const items: Written[] = [];
  let column = -1;
  for (let at = row; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const indent = skipSpaces(line, 0);
    const code = line.charCodeAt(indent);
    if (indent >= line.length || code === 35) continue;
    const dash = code === 45 && (indent + 1 >= line.length || line.charCodeAt(indent + 1) === 32);
    if (!dash && indent === 0) break;
    if (column === -1 && !dash) return { items, nested: true };
    if (column === -1) column = indent;
    if (!dash || indent !== column) continue;
    const value = readValue(line, indent + 1, first + at);
    if (value.written) items.push(whole(value.written, value, lines, at + 1, column));
    else items.push(...value.items);
  }
  return { items, nested: false };
}

/** A plain text with the lines that go on with it, those indented more than `column`, when it is no `key: value`. */
function whole(
  written: Written,
  value: LineValue,
  lines: readonly string[],
  row: number,
  column: number,
): Written {
  if (value.kind !== 'plain' || value.closed || !value.sure) return written;
  let end = row;
  while (end < lines.length && isFurtherIn(lines[end] ?? '', column)) end += 1;
  if (end === row) return written;
  return { ...written, text: [written.text, ...lines.slice(row, end).map((line) => line.trim())].join(' ') };
}

function isFurtherIn(line: string, column: number): boolean {
  const indent = skipSpaces(line, 0);
  return indent > column && indent < line.length && line.charCodeAt(indent) !== 35;
}
