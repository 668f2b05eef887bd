/** What a stage is to reach, from the overview (renn-gsd.md 1.9, 2.5). */
import { fencedLines } from '../../sections';
import { sameNumber } from '../names';
import { overviewItem } from '../overviewLines';
import { labelled, labelText } from './labels';

/** What the overview says that a stage is for. */
export interface StageGoal {
  /** Empty where the overview names none. */
  readonly goal: string;
  /** Its success criteria, one a line. */
  readonly criteria: readonly string[];
}

const [LONGEST, MOST_CRITERIA, MOST_LINES] = [1000, 50, 400];

/** The goal below the first heading of a stage that has one. */
export function stageGoal(overview: string, stage: string): StageGoal {
  const lines = overview.replace(/^\uFEFF/, '').split(/\r?\n/);
  const fenced = fencedLines(lines);
  for (const [at, line] of lines.entries()) {
    const level = fenced(at) ? 0 : levelOf(line);
    const item = level === 0 ? undefined : overviewItem(line);
    if (item === undefined || item.own !== undefined || !sameNumber(item.number, stage)) continue;
    const after = lines.slice(at + 1, at + 1 + MOST_LINES);
    const end = after.findIndex((next, index) => !fenced(at + 1 + index) && isHeading(next, level));
    const below = end === -1 ? after : after.slice(0, end);
    const goal = flat(labelText(labelled(below), 'goal').split('\n\n', 1)[0] ?? '');
    if (goal !== '') return { goal, criteria: criteriaIn(below) };
  }
  return { goal: '', criteria: [] };
}

function levelOf(line: string): number {
  return /^(#{1,6})\s/.exec(line)?.[1]?.length ?? 0;
}

function isHeading(line: string, level: number): boolean {
  const marks = levelOf(line);
  return marks > 0 && marks <= level;
}

/** The items of the list after `**Success Criteria** (…):`. */
function criteriaIn(lines: readonly string[]): string[] {
  const start = lines.findIndex((line) => /^\s*\*\*Success Criteria\b/i.test(line));
  if (start === -1) return [];
  const found: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const [, text] = /^\s{0,8}(?:\d{1,3}[.)]|[-*+])\s(.*)$/.exec(line.slice(0, LONGEST)) ?? [];
    if (text !== undefined && found.length < MOST_CRITERIA) found.push(flat(text));
    else if (line.startsWith('**')) break;
  }
  return found;
}

function flat(text: string): string {
  return text.slice(0, LONGEST).replace(/\s+/g, ' ').trim();
}
