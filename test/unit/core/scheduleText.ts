/** Small stages to schedule, and schedules as text. */
import { scheduleStage, type Schedule, type ScheduleStep } from '../../../src/core/schedule';
import { resolver, type NamedStage } from '../../../src/core/scheduleNames';
import type { Written } from '../../../src/core/written';

/** A step of stage `03-auth`: `03-01: wave, dependencies, files`. */
export interface Given {
  readonly batch?: string;
  readonly needs?: readonly string[];
  readonly files?: readonly string[];
  readonly over?: boolean;
}

export const WORDS = { step: 'plan', stage: 'phase', batch: 'wave', dependsOn: 'depends_on' };
export const STAGE = '03-auth';

function at(text: string, line: number, from = 0): Written {
  return { text, line, from, to: from + text.length };
}

/** Batches stand on line 1, dependencies on line 2, files on line 3 and below. */
export function stepsOf(given: Readonly<Record<string, Given>>): ScheduleStep[] {
  return Object.entries(given).map(([number, { batch, needs = [], files = [], over }]) => ({
    key: `${STAGE}/03-${number}-PLAN`,
    file: `/p/${number}.md`,
    ...(batch === undefined ? {} : { batch: at(batch, 1) }),
    ...(over === undefined ? {} : { over }),
    dependsOn: needs.map((text, index) => at(text, 2, index * 10)),
    files: files.map((text, index) => at(text, 3 + index)),
  }));
}

export function stageOf(steps: readonly ScheduleStep[]): NamedStage {
  return {
    key: STAGE,
    name: STAGE,
    number: '03',
    steps: steps.map(({ key }) => {
      const stem = key.slice(STAGE.length + 1);
      return { key, stem, number: stem.slice(3, -'-PLAN'.length) };
    }),
  };
}

export function schedule(
  given: Readonly<Record<string, Given>>,
  others: readonly NamedStage[] = [],
): Schedule {
  const steps = stepsOf(given);
  return scheduleStage(STAGE, steps, resolver([stageOf(steps), ...others]), WORDS);
}

const short = (key: string): string => key.replace(`${STAGE}/03-`, '').replace('-PLAN', '');

/** `1: 01 02 | 2: 03` */
export function shownBatches({ batches }: Schedule): string {
  return batches.map(({ key, steps }) => `${key}: ${steps.map(short).join(' ')}`).join(' | ');
}

/** One line a problem: where, what, and the other place. */
export function shownProblems({ problems }: Schedule): string[] {
  return [...problems].flatMap(([key, found]) =>
    found.map(({ code, severity, range: { start, end }, related, example }) => {
      const other = related === undefined ? '' : ` <-> ${related.file}:${related.range.start.line}`;
      const right = example === undefined ? '' : ` => ${example}`;
      return `${short(key)}:${start.line}:${start.character}-${end.character} ${severity} ${code}${other}${right}`;
    }),
  );
}
