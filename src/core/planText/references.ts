/** What a plan file's text refers to: steps that it depends on, and files of its `@path` lines. */
import { isAbsolute, join, normalize } from 'node:path';
import { isWithin } from '../isWithin';
import type { Dependency, Step } from '../plan';
import type { Range } from '../problem';
import { fencedLines } from '../formats/sections';
import { frontMatterLines, type KeyLines } from './frontMatterLines';

/** A dependency where it is written. */
export interface WrittenDependency {
  readonly range: Range;
  readonly text: string;
  /** What the format makes of it; absent where it makes nothing of it. */
  readonly dependency: Dependency | undefined;
}

const DEPENDENCIES: ReadonlySet<string> = new Set(['depends_on', 'depends-on']);
const ENTRY = /[^\s,[\]{}"']+/g;

/** The entries of `depends_on`, in its own line and in the list below it. */
export function writtenDependencies(
  lines: readonly string[],
  { dependsOn }: Pick<Step, 'dependsOn'>,
): WrittenDependency[] {
  const key = frontMatterLines(lines)?.keys.find((one) => DEPENDENCIES.has(one.key));
  return key === undefined
    ? []
    : entriesOf(lines, key).map((entry) => ({ ...entry, dependency: named(entry.text, dependsOn) }));
}

function entriesOf(lines: readonly string[], key: KeyLines): { text: string; range: Range }[] {
  const { line } = key.range.start;
  const own = entriesIn(key.value, line, key.valueRange.start.character);
  const below = lines.slice(line + 1, key.lastLine + 1).flatMap((text, index) => {
    const item = /^\s*-\s+/.exec(text)?.[0];
    if (item === undefined) return [];
    return entriesIn(text.slice(item.length).replace(/(?:^|\s)#[^]*$/, ''), line + 1 + index, item.length);
  });
  return [...own, ...below];
}

function entriesIn(text: string, line: number, from: number): { text: string; range: Range }[] {
  return Array.from(text.matchAll(ENTRY), ({ 0: entry, index }) => ({
    text: entry,
    range: {
      start: { line, character: from + index },
      end: { line, character: from + index + entry.length },
    },
  }));
}

/** As written, else by the number alone: `1` and `01` are the same step to the formats that count. */
function named(text: string, dependsOn: readonly Dependency[]): Dependency | undefined {
  const bare = (number: string): string => number.replace(/^0+(?=\d)/, '');
  return (
    dependsOn.find(({ number }) => number === text) ??
    dependsOn.find(({ number }) => bare(number) === bare(text))
  );
}

/** A file that a line names. */
export interface WrittenPath {
  /** Of the path, without the `@`. */
  readonly range: Range;
  /** Absolute; inside the workspace folder. */
  readonly file: string;
}

/** Longer lines are prose, and name no file. */
const LONGEST_LINE = 1000;
const AT_PATH = /^(\s*(?:[-*]\s+)?@)([^\s@`'"<>]+)/;

/**
 * The files that lines beginning with `@` name (renn-gsd.md 1.3), outside of code fences. What would lead out of the
 * workspace folder is left out; whether a file is there is for the caller to see.
 * @param base absolute path that relative paths start from: where the format's tool is started
 * @param folder absolute path of the workspace folder
 */
export function writtenPaths(lines: readonly string[], base: string, folder: string): WrittenPath[] {
  const fenced = fencedLines(lines);
  return lines.flatMap((text, line): WrittenPath[] => {
    const found = fenced(line) || text.length > LONGEST_LINE ? undefined : AT_PATH.exec(text);
    if (!found) return [];
    const [, before = '', written = ''] = found;
    const path = written.replace(/(?:#.*|[.,;:)]+)$/, '');
    const file = isAbsolute(path) ? normalize(path) : join(base, path);
    if (path === '' || path.startsWith('~') || !isWithin(folder, file)) return [];
    const start = { line, character: before.length };
    return [{ file, range: { start, end: { line, character: before.length + path.length } } }];
  });
}
