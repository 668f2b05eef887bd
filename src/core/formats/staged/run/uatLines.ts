/** The parts of a file of user acceptance tests beside its tests: its head, its counts and its gaps (renn-gsd.md 1.9). */
import type { UatTest } from '../../planFile/uatTests';
import { fencedLines } from '../../sections';
import type { EditedText } from './editedText';

/** What stands under "Current Test" while a test is open. */
export const AWAITING = '[awaiting human testing]';
const COMPLETE = '[testing complete]';
/** What stands under "Gaps" where there is none. */
export const NO_GAPS = '[none yet]';

/**
 * The gap of a test is the one that names it by its number: with an issue it is open, and what holds now is resolved.
 * @param issue what is wrong; empty where it holds
 */
export function setGap(edited: EditedText, test: UatTest, issue: string): void {
  const section = sectionOf(edited.lines, 'Gaps');
  const entry = section && gapOf(edited.lines, section, test.number);
  const reason = `  reason: ${quoted(`User reported: ${issue}`)}`;
  if (entry) {
    const { status, reason: before } = entry;
    if (status !== undefined) edited.set(status, `  status: ${issue === '' ? 'resolved' : 'failed'}`);
    if (before !== undefined && issue !== '') edited.set(before, reason);
  } else if (issue !== '' && section) {
    const truth = quoted(test.expected === '' ? test.title : test.expected);
    const gap = [`- truth: ${truth}`, '  status: failed', reason, `  test: ${test.number}`];
    const none = section.lines.find((at) => edited.line(at).trim() === NO_GAPS);
    const [first = '', ...rest] = gap;
    if (none === undefined) edited.insertAfter(section.last, ['', ...gap]);
    else {
      edited.set(none, first);
      edited.insertAfter(none, rest);
    }
  } else if (issue !== '') edited.refuse('It has no section "Gaps".');
}

interface Entry {
  readonly status: number | undefined;
  readonly reason: number | undefined;
}

function gapOf(lines: readonly string[], section: Section, number: number): Entry | undefined {
  const starts = section.lines.filter((at) => (lines[at] ?? '').startsWith('- '));
  for (const [index, from] of starts.entries()) {
    const to = starts[index + 1] ?? Infinity;
    const own = section.lines.filter((at) => from <= at && at < to);
    const lineOf = (key: string): number | undefined => own.find((at) => lines[at]?.startsWith(`  ${key}:`));
    const test = lineOf('test');
    if (test === undefined || lines[test]?.slice('  test:'.length).trim() !== String(number)) continue;
    return { status: lineOf('status'), reason: lineOf('reason') };
  }
  return undefined;
}

/** The counts, the status and the time, where the file has a line for them. */
export function setHead(edited: EditedText, tests: readonly UatTest[], at: Date): void {
  const count = (...results: readonly UatTest['result'][]): number =>
    tests.filter(({ result }) => results.includes(result)).length;
  const pending = count('pending', undefined);
  const counts = { total: tests.length, passed: count('pass'), issues: count('issue'), pending };
  const summary = sectionOf(edited.lines, 'Summary')?.lines ?? [];
  setLines(edited, summary, { ...counts, skipped: count('skipped') });
  const current = sectionOf(edited.lines, 'Current Test')?.lines.find((one) =>
    edited.line(one).startsWith('['),
  );
  if (current !== undefined) edited.set(current, pending === 0 ? COMPLETE : AWAITING);
  const end = edited.lines.findIndex((line, index) => index > 0 && line === '---');
  const front = edited.lines[0] === '---' && end > 0 ? Array.from({ length: end }, (_, one) => one) : [];
  setLines(edited, front, { status: pending === 0 ? 'complete' : 'testing', updated: iso(at) });
}

function setLines(
  edited: EditedText,
  lines: readonly number[],
  values: Readonly<Record<string, number | string>>,
): void {
  for (const [key, value] of Object.entries(values)) {
    const line = lines.find((one) => edited.line(one).startsWith(`${key}:`));
    if (line !== undefined) edited.set(line, `${key}: ${value}`);
  }
}

interface Section {
  /** Its lines, without its heading and what is in code. */
  readonly lines: readonly number[];
  /** The last one that is not empty; the heading where there is none. */
  readonly last: number;
}

/** The first section of this title outside fenced code. */
export function sectionOf(lines: readonly string[], title: string): Section | undefined {
  const inCode = fencedLines(lines);
  const from = lines.findIndex((line, at) => !inCode(at) && line.trimEnd() === `## ${title}`);
  if (from === -1) return undefined;
  const next = lines.findIndex((line, at) => at > from && !inCode(at) && /^##[ \t]/.test(line));
  const to = next === -1 ? lines.length : next;
  const all = Array.from({ length: to - from - 1 }, (_, at) => from + 1 + at);
  const last = all.findLast((at) => lines[at]?.trim() !== '') ?? from;
  return { lines: all.filter((at) => !inCode(at)), last };
}

/** One line in double quotes, as YAML and JSON both have it. */
export function quoted(text: string): string {
  return JSON.stringify(text.replace(/\s+/g, ' ').trim());
}

/** ISO 8601 UTC without parts of a second. */
export function iso(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
