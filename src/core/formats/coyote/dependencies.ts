/** Dependencies of step plans: satisfied by handoffs alone (coyote.md 1.4), and what is odd about them. */
import { asList, exactHandoffResult } from '../../handoff/validate';
import type { Dependency } from '../../plan';
import type { Problem, Range } from '../../problem';
import { cycles } from '../../scheduleCycles';
import type { DigitRun } from './grammar';
import { handoffPath, type Handoffs } from './handoffs';
import { compareNumbers, lookup, stepName } from './names';
import type { StepText } from './step';

/** A step with what its file says. */
export interface NamedStep {
  readonly key: string;
  readonly number: string;
  readonly file: string;
  readonly text: StepText;
}

/** Each dependency as the original decides it, with its exact words. */
export function dependenciesOf(
  step: NamedStep,
  steps: readonly NamedStep[],
  handoffs: Handoffs,
): Dependency[] {
  return step.text.dependencies.map(({ digits }) => {
    const target = stepOf(digits, steps);
    const named = target === undefined ? {} : { step: target.key };
    const reason = unsatisfied(digits, handoffs);
    return reason === undefined
      ? { number: digits, satisfied: true, ...named }
      : { number: digits, satisfied: false, reason, ...named };
  });
}

/** The text of `blocking_reason`; empty when every dependency is satisfied. */
export function blockingReason(dependencies: readonly Dependency[]): string {
  const reasons = dependencies.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return reasons.length === 0 ? '' : `Unsatisfied dependencies:\n${asList(reasons)}`;
}

function unsatisfied(digits: string, handoffs: Handoffs): string | undefined {
  const [key] = lookup(handoffs.keys, digits);
  if (key === undefined) return `step ${digits}: no handoff found (step not executed?)`;
  const source = handoffs.texts.get(key);
  const result = source === undefined ? '' : exactHandoffResult(source.text);
  if (result === 'complete') return undefined;
  return `step ${digits}: handoff result is '${result}' (not complete): ${handoffPath(handoffs, key)}`;
}

/** The step that a number names: as the original looks it up, else the first of equal value. */
function stepOf(digits: string, steps: readonly NamedStep[]): NamedStep | undefined {
  const keys = steps.map(({ key }) => key);
  const [found] = lookup(keys, digits);
  return (
    steps.find(({ key }) => key === found) ?? steps.find(({ number }) => compareNumbers(number, digits) === 0)
  );
}

/** Problems of the dependencies by step key: unknown, self, cyclic, later ones, and lists that read otherwise. */
export function dependencyProblems(steps: readonly NamedStep[]): Map<string, Problem[]> {
  const edges = new Map(
    steps.map(({ key, text }) => [
      key,
      text.dependencies.flatMap(({ digits }) => stepOf(digits, steps)?.key ?? []),
    ]),
  );
  const circles = cycles(edges);
  return new Map(
    steps.map((step) => [
      step.key,
      [
        ...step.text.dependencies.flatMap((run) => odd(step, run, steps, circles)),
        ...differs(step),
        ...ranges(step),
      ],
    ]),
  );
}

function warning(step: NamedStep, code: string, range: Range, message: string): Problem[] {
  return [{ code, severity: 'warning', file: step.file, range, message }];
}

function odd(
  step: NamedStep,
  { digits, range }: DigitRun,
  steps: readonly NamedStep[],
  circles: readonly string[][],
): Problem[] {
  const target = stepOf(digits, steps);
  if (target === undefined) {
    return warning(
      step,
      'dependency-unknown',
      range,
      `There is no step ${digits}, so this step stays blocked.`,
    );
  }
  if (target.key === step.key) {
    return warning(step, 'dependency-self', range, 'This step waits for itself, so it stays blocked.');
  }
  const circle = circles.find((members) => members.includes(step.key) && members.includes(target.key));
  if (circle !== undefined) {
    const message = `These steps wait for each other, so they stay blocked: ${circle.join(', ')}.`;
    return warning(step, 'dependency-cycle', range, message);
  }
  if (lookup([target.key], digits).length === 0) {
    const message =
      stepName(target.key)?.slug === target.key
        ? `The step-runner never finds the handoff of ${target.key}.md, since its name has no "-", so this step stays blocked.`
        : `The step-runner looks for the handoff of ${target.key}.md under ${digits} and never finds it. Write ${target.number}.`;
    return warning(step, 'dependency-spelling', range, message);
  }
  if (compareNumbers(target.number, step.number) <= 0) return [];
  return warning(step, 'dependency-forward', range, `This step waits for the later step ${target.key}.`);
}

/** Where the original reads other numbers than YAML does, such as those of a comment. */
function differs({ text, file }: NamedStep): Problem[] {
  const read = text.dependencies.map(({ digits }) => digits);
  const meant = text.meantDependencies;
  const same = (left: readonly string[], right: readonly string[]): boolean =>
    left.every((digits) => right.some((other) => compareNumbers(digits, other) === 0));
  if (meant === undefined || (same(read, meant) && same(meant, read))) return [];
  const extra = text.dependencies.find(({ digits }) => !same([digits], meant)) ?? text.dependencies[0];
  const range = extra?.range ?? text.dependsOn;
  if (range === undefined) return [];
  const show = (list: readonly string[]): string => (list.length === 0 ? 'no step' : list.join(', '));
  const message =
    `The step-runner reads ${show(read)} here, but the list says ${show(meant)}: ` +
    'it takes every number of the line and of the "-" lines right under it, comments included.';
  return [{ code: 'depends-on-not-exact', severity: 'warning', file, range, message }];
}

/** `1-3` is two numbers for the original. */
function ranges({ text, file }: NamedStep): Problem[] {
  const runs = text.dependencies;
  return runs.flatMap((run, index) => {
    const next = runs[index + 1];
    const joined = run.after === '-' && next?.range.start.line === run.range.end.line;
    if (!joined || next.range.start.character !== run.range.end.character + 1) return [];
    const range = { start: run.range.start, end: next.range.end };
    const message = `The step-runner reads this as ${run.digits} and ${next.digits}, not as a range. List every number.`;
    return [{ code: 'depends-on-range', severity: 'warning' as const, file, range, message }];
  });
}
