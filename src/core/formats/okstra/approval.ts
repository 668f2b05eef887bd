/**
 * Whether a report is approved. What okstra writes for that is not known (okstra.md 3.10) and never guessed: it is
 * "not determined" until a person says in the settings by which pattern a line says so.
 */
import { linePattern } from '../linePattern';
import type { Outline } from './report';

/** What can be said about the approval of a report. */
export type Approval =
  | { readonly state: 'not determined' }
  /** A line matches; counted from 0. */
  | { readonly state: 'approved'; readonly line: number }
  | { readonly state: 'no line matches' }
  | { readonly state: 'pattern refused'; readonly why: string };

/** Longer lines are prose. */
const LONGEST_LINE = 1000;

/**
 * Looks for a line of a report, outside of fenced code, that matches.
 * @param pattern a `linePattern` from a person's own settings, never from the workspace; empty counts as none
 */
export function approvalOf({ lines, fenced }: Outline, pattern: string | undefined): Approval {
  if (pattern === undefined || pattern === '') return { state: 'not determined' };
  const read = linePattern(pattern);
  if ('refused' in read) return { state: 'pattern refused', why: read.refused };
  const line = lines.findIndex(
    (text, at) => text.length <= LONGEST_LINE && !fenced(at) && read.matches(text),
  );
  return line === -1 ? { state: 'no line matches' } : { state: 'approved', line };
}
