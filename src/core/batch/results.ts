/** What all batches of a stage came to: for the end of its page, and for whoever audits it. */
import type { Terms } from '../plan';
import { plural } from '../plural';
import { inline } from '../reportText';
import type { BatchRecord, StepResult } from './record';

/** What came of a step. */
export interface ResultRow {
  readonly key: string;
  /** `01-02 Add durations` */
  readonly name: string;
  readonly outcome: StepResult['outcome'];
  /** What was built, what went otherwise, or why it failed; may be empty. */
  readonly text: string;
}

/** What came of a stage. */
export interface StageResults {
  /** How many batches were run and not taken back. */
  readonly batches: number;
  readonly steps: readonly ResultRow[];
}

/** What the batches of a run came to: of each step what came of it last, in the order in which they were first run. */
export function resultsOf(batches: readonly BatchRecord[]): StageResults {
  const ended = batches.filter(({ endedAt }) => endedAt !== undefined);
  const rows = new Map<string, ResultRow>();
  for (const { steps, results = [] } of ended)
    for (const { step: key, outcome, text } of results) {
      const { number = '', title = key } = steps.find((step) => step.key === key) ?? {};
      rows.set(key, { key, name: `${number} ${title}`.trim(), outcome, text });
    }
  const counted = ended.filter(({ takenBack }) => takenBack === undefined);
  return { batches: new Set(counted.map(({ batch }) => batch)).size, steps: [...rows.values()] };
}

const WORDS: readonly (readonly [StepResult['outcome'], string])[] = [
  ['done', 'done'],
  ['failed', 'failed'],
  ['skipped', 'left out'],
];

/** `2 waves; 3 plans done, 1 failed` */
export function resultsCount({ batches, steps }: StageResults, terms: Pick<Terms, 'step' | 'batch'>): string {
  const counts = WORDS.flatMap(([outcome, word]) => {
    const number = steps.filter((row) => row.outcome === outcome).length;
    return number === 0 ? [] : [{ number, word }];
  });
  const several = ({ number, word }: { number: number; word: string }, at: number): string =>
    at === 0 ? `${counted(number, terms.step)} ${word}` : `${number} ${word}`;
  const run = batches === 0 ? [] : [counted(batches, terms.batch)];
  return [...run, counts.map(several).join(', ') || `no ${terms.step}`].join('; ');
}

/** A page has room for so many. */
const MOST = 200;

/** A line for each step in Markdown: how it came out, what was built, and what went otherwise. */
export function resultLines({ steps }: StageResults): string[] {
  const words = new Map(WORDS);
  const lines = steps.slice(0, MOST).map(({ name, outcome, text }) => {
    return `- ${inline(name)}: **${words.get(outcome) ?? outcome}**. ${inline(text)}`.trimEnd();
  });
  return steps.length > MOST ? [...lines, `- and ${steps.length - MOST} more`] : lines;
}

function counted(number: number, term: string): string {
  return `${number} ${number === 1 ? term : plural(term)}`;
}
