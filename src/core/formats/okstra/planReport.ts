/** A planning report as a whole: its stages, what is wrong with them, and what it says about its own verification. */
import { lineProblem, type Problem } from '../../problem';
import { stageProblems } from './checks';
import { outlineOf, type Outline } from './report';
import { reviewOf, type Review } from './review';
import { stageText, type StageText } from './stage';
import { mapRows, type MapRow } from './stageMap';
import { once } from '../once';

export interface PlanReport {
  readonly outline: Outline;
  /** In the order of the Stage Map; empty where the report has none. */
  readonly rows: readonly MapRow[];
  /** By stage number. */
  readonly texts: ReadonlyMap<number, StageText>;
  readonly review: Review;
  /** By stage number, and those that belong to no stage. */
  readonly stageProblems: ReadonlyMap<number, readonly Problem[]>;
  readonly problems: readonly Problem[];
}

/** Reads a report; the same text is parsed once. */
export const readPlanReport = once(({ text }, file): PlanReport => {
  const outline = outlineOf(text);
  const { rows, problems } =
    outline.stageMap === undefined ? { rows: [], problems: [] } : mapRows(outline.stageMap.table, file);
  const texts = new Map<number, StageText>();
  const numbers = new Set(rows.map(({ number }) => number));
  const strays: Problem[] = [];
  for (const section of outline.stages) {
    const { number } = section;
    if (texts.has(number)) strays.push(twice(number, section.line, file));
    else if (numbers.has(number)) texts.set(number, stageText(outline, section));
    else if (rows.length > 0) strays.push(unlisted(number, section.line, file));
  }
  const review = reviewOf(outline, file);
  return {
    outline,
    rows,
    texts,
    review,
    stageProblems: stageProblems(rows, texts, file),
    problems: [
      ...columnProblems(outline, file),
      ...problems,
      ...strays.slice(0, MOST_STRAYS),
      ...fenceProblem(outline, file),
      ...review.problems,
    ],
  };
});

const MOST_STRAYS = 50;

function twice(number: number, line: number, file: string): Problem {
  const message = `Stage ${number} has two sections; only the first is read. Give each stage one section.`;
  return lineProblem('okstra-section-twice', 'warning', file, line, message);
}

function unlisted(number: number, line: number, file: string): Problem {
  const message = `Stage ${number} has a section but no row in the Stage Map: okstra does not know it, and it is not shown.`;
  return lineProblem('okstra-stage-unlisted', 'warning', file, line, message);
}

/** Without these columns okstra takes every stage for independent, or for one of no steps. */
function columnProblems({ stageMap }: Outline, file: string): Problem[] {
  if (stageMap === undefined) return [];
  const { table, line } = stageMap;
  const missing = [
    ...(table.columns.includes('depends-on') ? [] : ['depends-on']),
    ...(table.columns.some((name) => name === 'step-count' || name === 'steps') ? [] : ['step-count']),
  ];
  return missing.map((column) => {
    const message = `The Stage Map has no column "${column}", which decides what runs when and together.`;
    return lineProblem('okstra-column-missing', 'warning', file, line, message);
  });
}

function fenceProblem({ openFence }: Outline, file: string): Problem[] {
  if (openFence === undefined) return [];
  const message =
    'This code block is never closed, so that all that follows counts as code and is not read. Close it.';
  return [lineProblem('okstra-fence-open', 'warning', file, Math.max(0, openFence - 1), message)];
}
