/**
 * A plan file's front matter by its lines, while somebody writes in it: half of a file must do. What counts is decided by
 * the formats; this is only for what the editor offers beside the text.
 */
import type { Range } from '../problem';

/** A key at the start of a line, and the lines that belong to it. */
export interface KeyLines {
  readonly key: string;
  readonly range: Range;
  /** The value on the key's own line, without a comment; empty where it stands below. */
  readonly value: string;
  readonly valueRange: Range;
  /** The last line before the next key. */
  readonly lastLine: number;
}

export interface FrontMatterLines {
  readonly keys: readonly KeyLines[];
  /** The lines between the fences; `last` is the end of the file where it is not closed yet. */
  readonly first: number;
  readonly last: number;
}

const FENCE = /^---[ \t]*$/;
const KEY = /^([A-Za-z][\w-]*):(?=\s|$)/;

/** The front matter at the very start of a text, or nothing where there is none. */
export function frontMatterLines(lines: readonly string[]): FrontMatterLines | undefined {
  if (!FENCE.test(withoutReturn(lines[0] ?? '').replace(/^\uFEFF/, ''))) return undefined;
  const closer = lines.findIndex((line, index) => index > 0 && FENCE.test(withoutReturn(line)));
  const last = (closer === -1 ? lines.length : closer) - 1;
  const starts = lines.flatMap((line, index) =>
    index > 0 && index <= last && KEY.test(line) ? [index] : [],
  );
  const keys = starts.map((line, index) =>
    keyAt(withoutReturn(lines[line] ?? ''), line, (starts[index + 1] ?? last + 1) - 1),
  );
  return { keys, first: 1, last };
}

/** The key whose lines hold a line. */
export function keyOf({ keys }: FrontMatterLines, line: number): KeyLines | undefined {
  return keys.find(({ range, lastLine }) => range.start.line <= line && line <= lastLine);
}

function keyAt(text: string, line: number, lastLine: number): KeyLines {
  const key = KEY.exec(text)?.[1] ?? '';
  const rest = text.slice(key.length + 1);
  const from = key.length + 1 + (rest.length - rest.trimStart().length);
  const value = withoutComment(rest.trim());
  const at = (character: number) => ({ line, character });
  return {
    key,
    range: { start: at(0), end: at(key.length) },
    value,
    valueRange: { start: at(from), end: at(from + value.length) },
    lastLine,
  };
}

/** A comment begins at the start or after a space, and not inside quotes. */
function withoutComment(value: string): string {
  if (/^["']/.test(value)) return value;
  return value.replace(/(?:^|\s)#.*$/, '').trimEnd();
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
