/**
 * The front matter of a step plan or handoff as the step-runner's own scripts read it (coyote.md 1.2 "Real parse
 * grammar"): line by line, without YAML. `frontMatter.ts` reads what the author meant; this reads what happens.
 */
import type { Range } from '../../problem';

/** A value as written after `key:`. */
export interface Scalar {
  /** As the original reads it: one quote stripped at each end, comments and carriage returns kept. */
  readonly exact: string;
  /** Where the value stands, without surrounding blanks; the whole line when there is none. */
  readonly range: Range;
}

/** A run of digits that the original takes for a dependency. */
export interface DigitRun {
  readonly digits: string;
  /** The character right after it, if any. */
  readonly after: string;
  readonly range: Range;
}

/** The lines between the first two delimiter lines anywhere in a file. */
export interface Block {
  /** The index of the opening delimiter's line in the file. */
  readonly opener: number;
  /** The index of the closing delimiter's line; `undefined`: the rest of the file belongs to the block. */
  readonly closer: number | undefined;
  readonly lines: readonly string[];
}

const DELIMITER = /^---[ \t\v\f\r]*$/;

/** The block that the original takes for front matter; `undefined` when no line is a delimiter. */
export function findBlock(text: string): Block | undefined {
  const lines = text.split('\n');
  const opener = lines.findIndex((line) => DELIMITER.test(line));
  if (opener === -1) return undefined;
  const length = lines.slice(opener + 1).findIndex((line) => DELIMITER.test(line));
  if (length === -1) return { opener, closer: undefined, lines: lines.slice(opener + 1) };
  const closer = opener + 1 + length;
  return { opener, closer, lines: lines.slice(opener + 1, closer) };
}

/** The first `key:` line of a block at column 0; `undefined` when there is none. */
export function scalar(block: Block, key: string): Scalar | undefined {
  const index = block.lines.findIndex((line) => line.startsWith(`${key}:`));
  const line = block.lines[index];
  if (line === undefined) return undefined;
  const start = line.length - line.slice(key.length + 1).replace(/^[ \t\v\f\r]+/, '').length;
  return {
    exact: line.slice(start).replace(/^["']|["']$/g, ''),
    range: rangeOf(block, index, line, start),
  };
}

function rangeOf(block: Block, index: number, line: string, start: number): Range {
  const fileLine = block.opener + 1 + index;
  const end = line.trimEnd().length;
  const from = end > start ? start : 0;
  return { start: { line: fileLine, character: from }, end: { line: fileLine, character: end } };
}

/** Every digit run of the `depends_on:` line and of the list lines right under it, comments included. */
export function dependencyRuns(block: Block): DigitRun[] {
  const first = block.lines.findIndex((line) => line.startsWith('depends_on:'));
  if (first === -1) return [];
  const rest = block.lines.slice(first);
  const length = rest.findIndex((line) => !line.startsWith('depends_on:') && !/^[ \t\v\f\r]*-/.test(line));
  return rest.slice(0, length === -1 ? rest.length : length).flatMap((line, index) =>
    Array.from(line.matchAll(/[0-9]+/g), (match) => {
      const at = block.opener + 1 + first + index;
      return {
        digits: match[0],
        after: line.charAt(match.index + match[0].length),
        range: {
          start: { line: at, character: match.index },
          end: { line: at, character: match.index + match[0].length },
        },
      };
    }),
  );
}

/** What the author evidently meant by a one-word value: no comment, no quotes, no case, `-` between words. */
export function meantWord(exact: string): string {
  const bare = exact.replace(/(^|\s)#.*$/s, '').trim();
  return bare
    .replace(/^["']|["']$/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}
