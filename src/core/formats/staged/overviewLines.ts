/** One line of an overview that names a stage or a step: a checkbox, a heading (renn-gsd.md 1.9, 2.5, 3). */
import { dateIn, heading, labelIn } from './words';

export interface OverviewItem {
  readonly number: string;
  /** The step's own number, where the line is about a step. */
  readonly own?: string;
  readonly title: string;
  /** In the line's own words: `[x] (completed 2026-08-21)`, `SHIPPED`. */
  readonly says: string;
  /** What it says about how far the work is, as written; absent where it only names the stage. */
  readonly state?: string;
  readonly since?: string;
}

/** What matters stands at the beginning of a line. */
const LONGEST = 500;
const CHECKBOX = /^\s*[-*+] \[([ xX])\]\s+(.*)$/;
const STAGE = /^\**(?:Phase|Stage)\s+(\d+[A-Za-z]?(?:\.\d+)*)(?![\dA-Za-z]|\s*[-–—]\s*\d)(.*)$/i;
const STEP =
  /^\**(?:Plan\s+|Run\s+)?(?:(\d+[A-Za-z]?(?:\.\d+)*)-(\d+[A-Za-z]?)|(\d+[A-Za-z]?(?:\.\d+)*)\.(\d+[A-Za-z]?))(?![\dA-Za-z])/i;

export function overviewItem(long: string): OverviewItem | undefined {
  const line = long.slice(0, LONGEST);
  const [, box, text] = CHECKBOX.exec(line) ?? [];
  if (box !== undefined && text !== undefined) return checkboxItem(box !== ' ', text.trim());
  const [, title] = /^#{2,4}\s+(.*)$/.exec(line) ?? [];
  return title === undefined ? undefined : headingItem(title.trim());
}

function checkboxItem(checked: boolean, text: string): OverviewItem | undefined {
  const [, number, rest = ''] = STAGE.exec(text) ?? [];
  const box = checked ? '[x]' : '[ ]';
  const completed = /\(completed[^)]*\)/i.exec(text)?.[0];
  const state = checked || completed !== undefined ? 'complete' : 'not started';
  const says = completed === undefined ? box : `${box} ${completed}`;
  const since = completed === undefined ? undefined : dateIn(completed);
  const more = since === undefined ? {} : { since };
  if (number !== undefined) return { number, title: heading(rest, true), says, state, ...more };
  const [, stage, own, dotted, last] = STEP.exec(text) ?? [];
  const [of, step] = [stage ?? dotted, own ?? last];
  return of === undefined || step === undefined
    ? undefined
    : { number: of, own: step, title: '', says, state, ...more };
}

function headingItem(text: string): OverviewItem | undefined {
  const plain = text.replace(/^[^\p{L}\p{N}]+/u, '');
  const [, number, rest = ''] = STAGE.exec(plain) ?? [];
  if (number === undefined) return undefined;
  const label = labelIn(rest) ?? (text.startsWith('✅') ? '✅' : undefined);
  const since = label === undefined ? undefined : dateIn(rest);
  return {
    number,
    title: heading(rest, false),
    says: label ?? '',
    ...(label === undefined ? {} : { state: label }),
    ...(since === undefined ? {} : { since }),
  };
}
