/** Whether front matter is YAML of the simple kind for certain, so that nothing needs the real parser, which is slow. */
import { isPlain, skipSpaces } from './scalar';
import { readValue } from './value';

/** A mapping or a list that is open, and the column where its entries stand. */
interface Level {
  readonly indent: number;
  readonly keys: Set<string> | undefined;
}

/** What the next deeper line may belong to; all -1 where nothing is open. */
interface Open {
  /** Column of the key or dash that has no value yet. */
  pending: number;
  pendingKey: boolean;
  /** Column of the key or dash whose plain scalar may go on. */
  plain: number;
  /** Column of the key or dash whose block scalar is being read, and the column of its text once known. */
  block: number;
  blockIndent: number;
}

const [DASH, TAB, HASH, SPACE] = [45, 9, 35, 32];
/** Deeper is for the real parser, which has a limit of its own. */
const MAX_LEVELS = 30;

/**
 * Proves a block of front matter valid: mappings and lists by indentation, scalars and lists of scalars on one line,
 * block scalars, comments, plain text over several lines. Anything else, valid or not, is `false`.
 */
export function isSimpleYaml(lines: readonly string[]): boolean {
  const levels: Level[] = [];
  const open: Open = { pending: -1, pendingKey: false, plain: -1, block: -1, blockIndent: -1 };
  return lines.every((line) => isSimpleLine(line, levels, open));
}

function isSimpleLine(line: string, levels: Level[], open: Open): boolean {
  const indent = skipSpaces(line, 0);
  const first = line.charCodeAt(indent);
  if (first === TAB || line.startsWith('...')) return false;
  if (open.block >= 0) {
    if (indent >= line.length) return open.blockIndent >= 0 || indent === 0;
    if (indent > open.block) {
      if (open.blockIndent < 0) open.blockIndent = indent;
      return indent >= open.blockIndent;
    }
    open.block = -1;
  }
  if (indent >= line.length) return true;
  if (first === HASH) {
    open.plain = -1;
    return true;
  }
  if (open.plain >= 0 && indent > open.plain) return isContinuation(line, indent);
  open.plain = -1;
  return entersLevel(line, indent, levels, open) && isSimpleEntry(line, indent, levels, open);
}

function isContinuation(line: string, indent: number): boolean {
  const end = line.trimEnd().length;
  return isPlain(line, indent, end) && !line.includes(' #', indent);
}

function isDash(line: string, at: number): boolean {
  return line.charCodeAt(at) === DASH && (at + 1 >= line.length || line.charCodeAt(at + 1) === SPACE);
}

/** Finds the level that a line belongs to, and opens or closes levels for it. */
function entersLevel(line: string, indent: number, levels: Level[], open: Open): boolean {
  const dash = isDash(line, indent);
  const { pending, pendingKey } = open;
  open.pending = -1;
  if (levels.length === 0) {
    levels.push({ indent: 0, keys: new Set() });
  } else if (pending >= 0 && (indent > pending || (indent === pending && pendingKey && dash))) {
    levels.push({ indent, keys: dash ? undefined : new Set() });
  }
  let top = levels.at(-1);
  while (top && (top.indent > indent || (top.indent === indent && !top.keys && !dash))) {
    levels.pop();
    top = levels.at(-1);
  }
  return top?.indent === indent && (top.keys === undefined) === dash && levels.length < MAX_LEVELS;
}

function isSimpleEntry(line: string, indent: number, levels: Level[], open: Open): boolean {
  let at = indent;
  while (isDash(line, at)) {
    const next = skipSpaces(line, at + 1);
    if (next >= line.length || line.charCodeAt(next) === HASH) {
      open.pending = at;
      open.pendingKey = false;
      return true;
    }
    if (isDash(line, next)) levels.push({ indent: next, keys: undefined });
    else if (keyEnd(line, next) === -1) return isSimpleValue(line, next, at, open);
    else levels.push({ indent: next, keys: new Set() });
    at = next;
  }
  const end = keyEnd(line, at);
  const keys = levels.at(-1)?.keys;
  if (end === -1 || keys === undefined) return false;
  const key = sameKey(line.slice(at, end));
  if (keys.has(key)) return false;
  keys.add(key);
  open.pendingKey = true;
  return isSimpleValue(line, end + 1, at, open);
}

/** One text for keys that may be the same value: all that could be numbers, and the words for nothing, yes and no. */
function sameKey(key: string): string {
  const first = key.charCodeAt(0);
  if ((first >= 48 && first <= 57) || first === 46) return '0';
  return key.length <= 5 && /^(?:null|true|false)$/i.test(key) ? key.toLowerCase() : key;
}

/** @param owner column of the key or dash that the value belongs to */
function isSimpleValue(line: string, from: number, owner: number, open: Open): boolean {
  const value = readValue(line, from, 0);
  if (value.kind === 'none') open.pending = owner;
  else if (value.kind === 'block') [open.block, open.blockIndent] = [owner, -1];
  else if (value.kind === 'plain' && !value.closed) open.plain = owner;
  return value.sure;
}

/** Where the colon of a plain key is; -1 where the text from `at` on does not begin with one. */
function keyEnd(line: string, at: number): number {
  const first = line.charCodeAt(at);
  const letter = ((first | 32) >= 97 && (first | 32) <= 122) || first === 95 || first > 127;
  const digit = (first >= 48 && first <= 57) || first === 46;
  if (!letter && !digit) return -1;
  for (let colon = line.indexOf(':', at); colon !== -1; colon = line.indexOf(':', colon + 1)) {
    if (colon + 1 >= line.length || line.charCodeAt(colon + 1) === SPACE) {
      const key = line.slice(at, colon);
      return key.includes(' #') || key.includes('\t') || key.endsWith(' ') || colon - at > 200 ? -1 : colon;
    }
  }
  return -1;
}
