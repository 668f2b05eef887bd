/**
 * What is wrong with the stages of an okstra report: the known checks of okstra's validator (okstra.md 3.4) and what
 * they miss. Ours have names of their own; which of the validator's are S1 to S8 is not known.
 */
import { cycles } from '../../scheduleCycles';
import { rangeOf, type Written } from '../../written';
import { lineProblem, type Problem } from '../../problem';
import { overlapProblems } from './overlaps';
import type { Section } from './report';
import type { StageText } from './stage';
import { countIn, type MapRow } from './stageMap';

/** Effective steps of a stage that the validator accepts. */
const MOST_STEPS = 6;

/** By stage number, those of each stage. */
export function stageProblems(
  rows: readonly MapRow[],
  texts: ReadonlyMap<number, StageText>,
  file: string,
): ReadonlyMap<number, readonly Problem[]> {
  const known = new Set(rows.map(({ number }) => number));
  const onCycle = cycleProblems(rows, file);
  const predicted = rows.map((row) => ({ row, files: texts.get(row.number)?.files ?? [] }));
  const overlaps = overlapProblems(predicted, file);
  return new Map(
    rows.map((row) => [
      row.number,
      [
        ...dependencyProblems(row, known, file),
        ...(onCycle.get(row.number) ?? []),
        ...sectionProblems(row, texts.get(row.number), file),
        ...(overlaps.get(row.number) ?? []),
      ],
    ]),
  );
}

type Wrong = Pick<Problem, 'code' | 'severity' | 'message'> & Partial<Pick<Problem, 'example' | 'related'>>;

function at(place: Written, file: string, wrong: Wrong): Problem {
  return { ...wrong, file, range: rangeOf(place) };
}

function dependencyProblems(row: MapRow, known: ReadonlySet<number>, file: string): Problem[] {
  const { number, dependsOn, unclear, written } = row;
  const place = written.dependsOn ?? written.number;
  const unknown = dependsOn.filter((needed) => !known.has(needed));
  const problems: Problem[] = [];
  if (unclear.length > 0) {
    const message = `Stage ${number} depends on ${JSON.stringify(unclear.slice(0, 5).join(' ').slice(0, 80))}, which names no stage. Expected are numbers of stages with commas, or (none).`;
    problems.push(
      at(place, file, { code: 'okstra-dependency-unclear', severity: 'error', message, example: '1, 2' }),
    );
  }
  if (unknown.length > 0) {
    const message = `Stage ${number} depends on ${named(unknown)}, which the Stage Map does not have: it never becomes ready.`;
    problems.push(at(place, file, { code: 'okstra-stage-unknown', severity: 'error', message }));
  }
  if (dependsOn.includes(number)) {
    const message = `Stage ${number} depends on itself: it never becomes ready.`;
    problems.push(at(place, file, { code: 'okstra-self-dependency', severity: 'error', message }));
  }
  return problems;
}

function named(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 5).join(', ');
  return `stage${numbers.length === 1 ? '' : 's'} ${shown}${numbers.length > 5 ? ', …' : ''}`;
}

function cycleProblems(rows: readonly MapRow[], file: string): Map<number, Problem[]> {
  const byKey = new Map(rows.map((row) => [String(row.number), row]));
  const edges = new Map(rows.map((row) => [String(row.number), row.dependsOn.map(String)]));
  const found = new Map<number, Problem[]>();
  for (const members of cycles(edges)) {
    if (members.length === 1) continue;
    const shown = `${members.slice(0, 8).join(', ')}${members.length > 8 ? ', …' : ''}`;
    const message = `Stages ${shown} wait for each other: none of them ever becomes ready. Take one of these dependencies away.`;
    for (const [index, key] of members.entries()) {
      const row = byKey.get(key);
      const other = byKey.get(members[(index + 1) % members.length] ?? '');
      if (row === undefined || other === undefined) continue;
      const related = {
        file,
        range: rangeOf(other.written.dependsOn ?? other.written.number),
        message: `Stage ${other.number} is on the same cycle.`,
      };
      const place = row.written.dependsOn ?? row.written.number;
      found.set(row.number, [at(place, file, { code: 'okstra-cycle', severity: 'error', message, related })]);
    }
  }
  return found;
}

function sectionProblems(row: MapRow, text: StageText | undefined, file: string): Problem[] {
  const { number, written } = row;
  if (text === undefined) {
    const message = `The report has no section of stage ${number}: its steps, files and commands are not known.`;
    return [at(written.number, file, { code: 'okstra-no-section', severity: 'warning', message })];
  }
  const { section, steps, files } = text;
  const problems: Problem[] = [];
  const add = (code: string, severity: Problem['severity'], part: Section, message: string): void => {
    problems.push(lineProblem(code, severity, file, part.line, message));
  };
  if (steps === undefined)
    add(
      'okstra-no-steps',
      'warning',
      section.steps ?? section,
      `Stage ${number} has no table of its steps under "Stepwise Execution Order".`,
    );
  else {
    if (steps > MOST_STEPS)
      add(
        'okstra-too-many-steps',
        'error',
        section.steps ?? section,
        `Stage ${number} has ${steps} steps; okstra's validator accepts at most ${MOST_STEPS}. Split the stage.`,
      );
    problems.push(...countProblems(row, steps, section.steps ?? section, file));
  }
  if (files === undefined)
    add(
      'okstra-files-unknown',
      'info',
      section.contract ?? section,
      `Stage ${number} predicts no files in its exit contract: whether it collides with another stage cannot be told.`,
    );
  return problems;
}

function countProblems({ number, written }: MapRow, steps: number, part: Section, file: string): Problem[] {
  const cell = written.steps;
  if (cell === undefined || countIn(cell.text) === steps) return [];
  const start = { line: part.line, character: 0 };
  return [
    at(cell, file, {
      code: 'okstra-step-count',
      severity: 'error',
      message: `The Stage Map gives stage ${number} ${JSON.stringify(cell.text.slice(0, 40))} steps, its table has ${steps}: okstra's validator refuses that, and the count decides which stages run together.`,
      example: String(steps),
      related: { file, range: { start, end: start }, message: `The ${steps} steps of stage ${number}.` },
    }),
  ];
}
