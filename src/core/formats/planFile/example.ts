/** Why a line of front matter is no YAML, and how it would be right, for the causes that plan files really have (renn-gsd.md 3). */
import type { ErrorCode } from 'yaml';

const LONGEST_EXAMPLE = 400;

const CAUSES: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE:
    'a backslash in double quotes begins an escape that there is not; use single quotes, or write the backslash twice',
  BAD_SCALAR_START: 'a value cannot begin with ` or @ unless it stands in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a value with ": " in it has to stand in quotes, and a key with lines under it has no value beside it',
  DUPLICATE_KEY: 'this key stands there twice; keep one',
  MULTILINE_IMPLICIT_KEY: 'a value with ": " in it has to stand in quotes',
  MISSING_CHAR: 'a quote or a bracket is not closed, or a key has no ": "',
  TAB_AS_INDENT: 'lines are indented with blanks, never with tabs',
  BAD_INDENT: 'this line is indented less or more than those it belongs to',
  BAD_ALIAS: 'a value cannot begin with * unless it stands in quotes',
};

/** Plain words for an error of `yaml`, without a full stop. */
export function yamlCause(code: ErrorCode, message: string): string {
  if (code === 'UNEXPECTED_TOKEN' && message.includes('node end')) {
    return 'text follows after a value that is complete; put quotes round the whole value';
  }
  return CAUSES[code] ?? message.replace(/\.$/, '');
}

/** Lines as they could be written instead of `count` lines from `row` on. */
export interface Mended {
  readonly row: number;
  readonly count: number;
  readonly line: string;
}

/**
 * Guesses how the value on a line was meant, the likeliest first; whoever asks has to try them.
 * @param row index into `lines` of the line that cannot be read
 */
export function mendings(lines: readonly string[], row: number): Mended[] {
  const line = lines[row] ?? '';
  const { lead, value } = valueParts(line);
  const written: string[] = [];
  if (lead.endsWith(': ') && indentOf(lines[row + 1] ?? '') > indentOf(line)) written.push(lead.trimEnd());
  if (value.startsWith('[') && value.endsWith(']')) written.push(lead + quotedItems(value));
  if (value !== '') written.push(lead + inQuotes(value));
  const guesses = [...written.map((guess) => ({ row, count: 1, line: guess })), ...joined(lines, row)];
  return guesses.filter((guess) => guess.line.length <= LONGEST_EXAMPLE);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function quotedItems(list: string): string {
  const items = list.slice(1, -1).split(',');
  return `[${items.map((item) => inQuotes(item.trim().replace(/^["']|["']$/g, ''))).join(', ')}]`;
}

/** A value over several lines as one. */
function joined(lines: readonly string[], row: number): Mended[] {
  let first = row;
  while (first > 0 && row - first < 10 && !isStart(lines[first] ?? '')) first -= 1;
  const { lead, value } = valueParts(lines[first] ?? '');
  const parts = [value];
  let count = 1;
  for (; count < 10 && first + count < lines.length; count += 1) {
    const line = lines[first + count] ?? '';
    if (line.trim() === '' || isStart(line)) break;
    parts.push(line.trim());
  }
  return count === 1 || value === '' ? [] : [{ row: first, count, line: lead + inQuotes(parts.join(' ')) }];
}

function isStart(line: string): boolean {
  return /^ *(?:- |-$|[\w-]{1,60}:(?: |$))/.test(line);
}

/** Cuts a line into what stands before its value, and the value without one pair of double quotes. */
function valueParts(line: string): { lead: string; value: string } {
  const lead = /^ *(?:- +)*(?:[\w-]{1,60}: +)?/.exec(line)?.[0] ?? '';
  const value = line.slice(lead.length).trim();
  const inner = /^"([^"]*)"$/.exec(value)?.[1];
  return { lead, value: inner ?? value };
}

function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
