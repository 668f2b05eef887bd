/**
 * Whether a report is approved. What okstra writes for that is not known (okstra.md 3.10) and never guessed: it is
 * "not determined" until a person says in the settings by which pattern a line says so.
 */
import type { Outline } from './okstraReport';

/** What can be said about the approval of a report. */
export type Approval =
  | { readonly state: 'not determined' }
  /** A line matches; counted from 0. */
  | { readonly state: 'approved'; readonly line: number }
  | { readonly state: 'no line matches' }
  | { readonly state: 'pattern refused'; readonly why: string };

/** Longer lines are not looked at: reports come from the workspace, and a pattern may look at a line often. */
const LONGEST_LINE = 200;
const LONGEST_PATTERN = 200;
const MOST_REPEATS = 4;
const MOST_ALTERNATIVES = 8;

/**
 * Looks for a line of a report, outside of fenced code, that matches.
 * @param pattern a regular expression from a person's own settings, never from the workspace; empty counts as none
 */
export function approvalOf({ lines, fenced }: Outline, pattern: string | undefined): Approval {
  if (pattern === undefined || pattern === '') return { state: 'not determined' };
  const read = patternOf(pattern);
  if (typeof read === 'string') return { state: 'pattern refused', why: read };
  const line = lines.findIndex((text, at) => text.length <= LONGEST_LINE && !fenced(at) && read.test(text));
  return line === -1 ? { state: 'no line matches' } : { state: 'approved', line };
}

/**
 * The expression, or why it is not used: what can take for ever on a line that is made for it. With a few plain repeats
 * and alternatives a short line is looked at soon enough, whatever it holds.
 */
function patternOf(pattern: string): RegExp | string {
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters`;
  // Neither escaped characters nor those of a class repeat or refer to anything, whatever they look like.
  const bare = pattern.replaceAll(/\\[^1-9k]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\)[*+{]/.test(bare)) return 'it repeats a group';
  if (bare.includes('\\')) return 'it refers back to what it matched';
  if (counted(bare, /(?<!\()[*+{?]/g) > MOST_REPEATS) return `it has more than ${MOST_REPEATS} repeats`;
  if (counted(bare, /\|/g) > MOST_ALTERNATIVES) return `it has more than ${MOST_ALTERNATIVES} alternatives`;
  try {
    return new RegExp(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function counted(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
