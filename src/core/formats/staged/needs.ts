/** What the overview says that a stage waits for (renn-gsd.md 1.9, 2.5): `**Depends on:** Phase 452 (the axes)`. */

const LINE = /^\*\*Depends on(?::\*\*|\*\*:)\s*(.{1,200})/i;
const NUMBER = String.raw`\d{1,6}[A-Za-z]?(?:\.\d{1,6})*`;
const NAMED = new RegExp(
  String.raw`\b(?:Phase|Stage)s?\s+(${NUMBER}(?:\s*(?:,|&|\+|and|to|[-–])\s*${NUMBER})*)\b`,
  'gi',
);
const RANGE = /^([1-9]\d{0,5})\s*(?:to|[-–])\s*([1-9]\d{0,5})$/i;
const LONGEST_RANGE = 100;

/** The numbers of the stages that a line names, as written; `undefined` where it is not a line about that. */
export function needsIn(line: string): string[] | undefined {
  const [, said] = LINE.exec(line) ?? [];
  if (said === undefined) return undefined;
  const lists = [...said.matchAll(NAMED)].map(([, list = '']) => list);
  return [...new Set(lists.flatMap((list) => list.split(/\s*(?:,|&|\+|and)\s*/i).flatMap(numbersOf)))];
}

/** `447-455` is a range; `01-02` may be a range or a step of stage 01, so it names nothing. */
function numbersOf(part: string): string[] {
  const [, from, to] = RANGE.exec(part) ?? [];
  if (from === undefined || to === undefined) return /^\d[\w.]*$/.test(part) ? [part] : [];
  const length = Number(to) - Number(from) + 1;
  if (length < 1 || length > LONGEST_RANGE) return [];
  return Array.from({ length }, (_, at) => String(Number(from) + at));
}
