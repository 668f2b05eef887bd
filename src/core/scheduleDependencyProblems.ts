/** What is odd about the dependencies of a stage's steps; every problem names both places where there are two. */
import type { Problem, Severity } from './problem';
import type { ScheduledDependency, ScheduleFacts, ScheduleStep } from './schedule';
import { compareBatches, NO_BATCH } from './scheduleBatches';
import { withoutKind } from './scheduleNames';
import { rangeOf, type Place } from './written';

/** More names would not help. */
const MOST_NAMED = 6;
const LONGEST_EXAMPLE = 200;
const FIRST_LINE: Place = { line: 0, from: 0, to: 0 };

/** Pairs of a step's key and a problem of it. */
export type StepProblem = readonly [key: string, problem: Problem];

/** `dependency-unknown`, `-ambiguous`, `-self`, `-cycle`, `-later-batch`, `-same-batch`. */
export function dependencyProblems(facts: ScheduleFacts): StepProblem[] {
  const byKey = new Map(facts.steps.map((step) => [step.key, step]));
  const circleOf = new Map(facts.circles.flatMap((members) => members.map((key) => [key, members] as const)));
  return facts.steps.flatMap((step) => {
    const found = (facts.dependencies.get(step.key) ?? []).flatMap((dependency) =>
      odd(facts, step, dependency, byKey, circleOf),
    );
    return onceEach(found).map((problem) => [step.key, problem] as const);
  });
}

/** Of the problems that speak of the step as a whole only the first. */
function onceEach(problems: readonly Problem[]): Problem[] {
  const cycle = problems.find(({ code }) => code === 'dependency-cycle');
  return problems.filter((problem) => problem.code !== 'dependency-cycle' || problem === cycle);
}

function odd(
  facts: ScheduleFacts,
  step: ScheduleStep,
  dependency: ScheduledDependency,
  byKey: ReadonlyMap<string, ScheduleStep>,
  circleOf: ReadonlyMap<string, readonly string[]>,
): Problem[] {
  const { words, stage } = facts;
  const { target } = dependency;
  const say = (code: string, severity: Severity, message: string, instead?: string): Problem => ({
    code,
    severity,
    file: step.file,
    range: rangeOf(dependency.written),
    message,
    ...exampleWith(step, dependency, instead, words.dependsOn),
  });
  if (target === undefined) return [unknown(facts, step, dependency)];
  const ambiguous =
    target.others.length === 0
      ? []
      : [say('dependency-ambiguous', 'warning', ambiguity(target, dependency), fileOf(target))];
  if (target.stage !== stage) return ambiguous;
  if (target.kind === 'stage' || target.step === step.key) {
    const what = target.kind === 'stage' ? `the ${words.stage} that it is part of` : 'itself';
    return [
      say(
        'dependency-self',
        'error',
        `This ${words.step} waits for ${what}, so it can never start. Take it out.`,
      ),
    ];
  }
  const other = byKey.get(target.step);
  if (other === undefined) return ambiguous;
  const circle = circleOf.get(step.key);
  if (circle !== undefined && circle === circleOf.get(other.key)) {
    const message = `These ${words.step}s wait for each other, so none can start: ${named(circle)}. Take one of the dependencies out.`;
    const back = dependencyWithin(facts, other, circleOf);
    return [
      {
        ...say('dependency-cycle', 'error', message),
        related: related(other, back, `${nameOf(other.key)} waits here.`),
      },
    ];
  }
  return [...ambiguous, ...wrongBatch(facts, step, dependency, other)];
}

function unknown(
  { words, steps }: ScheduleFacts,
  step: ScheduleStep,
  { written }: ScheduledDependency,
): Problem {
  const shown = JSON.stringify(written.text.slice(0, 80));
  const [first, second] = steps;
  const other = first === step ? second : first;
  return {
    code: 'dependency-unknown',
    severity: 'warning',
    file: step.file,
    range: rangeOf(written),
    message:
      `No ${words.step} or ${words.stage} is called ${shown}, so this dependency counts for nothing. ` +
      `Write the number of a ${words.step}, with that of its ${words.stage} where it is another one, or take it out.`,
    example: `${words.dependsOn}: [${other === undefined ? '' : `"${nameOf(other.key)}"`}]`,
  };
}

function ambiguity(
  target: { readonly others: readonly string[]; readonly stage: string; readonly step?: string },
  { written }: ScheduledDependency,
): string {
  const all = [target.step ?? target.stage, ...target.others];
  return `"${written.text}" could mean ${named(all, (key) => key)}; the first is taken. Write the name of its file.`;
}

/** The line as it would be right: with something else instead of a dependency, or without it. None where it is long. */
function exampleWith(
  { dependsOn }: ScheduleStep,
  { written }: ScheduledDependency,
  instead: string | undefined,
  key: string,
): Pick<Problem, 'example'> {
  if (dependsOn.length > MOST_NAMED) return {};
  const names = dependsOn.flatMap((one) => (one === written ? (instead ?? []) : one.text));
  const example = `${key}: [${names.map((name) => `"${name}"`).join(', ')}]`;
  return example.length > LONGEST_EXAMPLE ? {} : { example };
}

/** The name of the file or folder that is taken, which nothing else has. */
function fileOf({ stage, step = stage }: { readonly stage: string; readonly step?: string }): string {
  return step.slice(step.lastIndexOf('/') + 1);
}

/** A dependency that does not run in an earlier batch. */
function wrongBatch(
  { batchOf, words }: ScheduleFacts,
  step: ScheduleStep,
  { written }: ScheduledDependency,
  other: ScheduleStep,
): Problem[] {
  const own = batchOf.get(step.key)?.key ?? NO_BATCH;
  const theirs = batchOf.get(other.key)?.key ?? NO_BATCH;
  if (own === NO_BATCH || theirs === NO_BATCH || compareBatches(theirs, own) < 0) return [];
  const same = own === theirs;
  const where = same ? `the same ${words.batch}, ${own}` : `the later ${words.batch} ${theirs}`;
  return [
    {
      code: same ? 'dependency-same-batch' : 'dependency-later-batch',
      severity: severityBetween(step, other),
      file: step.file,
      range: rangeOf(written),
      message: `This ${words.step} of ${words.batch} ${own} waits for ${nameOf(other.key)}, which is in ${where}. Put it after.`,
      example: `${words.batch}: ${Number(theirs) + 1}`,
      related: related(other, other.batch, `${nameOf(other.key)} is in ${words.batch} ${theirs}.`),
    },
  ];
}

/** What is over cannot get in the way of anything any more, nor be put elsewhere. */
export function severityBetween(step: ScheduleStep, other: ScheduleStep): Severity {
  return step.over === true || other.over === true ? 'info' : 'warning';
}

function dependencyWithin(
  { dependencies }: ScheduleFacts,
  { key }: ScheduleStep,
  circleOf: ReadonlyMap<string, readonly string[]>,
): Place | undefined {
  const circle = circleOf.get(key);
  const found = (dependencies.get(key) ?? []).find(
    ({ target }) => target?.kind === 'step' && circleOf.get(target.step) === circle,
  );
  return found?.written;
}

/** @param place absent where the file does not write it down; then its beginning */
export function related(
  step: ScheduleStep,
  place: Place | undefined,
  message: string,
): NonNullable<Problem['related']> {
  return { file: step.file, range: rangeOf(place ?? FIRST_LINE), message };
}

/** A step's key without its stage's folder and without the word for its kind: `03-01`. */
export function nameOf(key: string): string {
  return withoutKind(key.slice(key.lastIndexOf('/') + 1));
}

export function named(keys: readonly string[], name: (key: string) => string = nameOf): string {
  const shown = keys.slice(0, MOST_NAMED).map(name).join(', ');
  return keys.length <= MOST_NAMED ? shown : `${shown} and ${keys.length - MOST_NAMED} more`;
}
