/** What is odd about the files of a plan together: names, numbers, order, strays (coyote.md 1.1, 1.3, 1.11). */
import { basename } from 'node:path';
import type { Stray } from '../../plan';
import type { Problem, Range } from '../../problem';
import type { NamedStep } from './dependencies';
import { handoffKey, handoffPath, type Handoffs } from './handoffs';
import { compareNumbers, lookup, plainNumber, stepName } from './names';
import { byText } from '../format';

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The keys of steps by the value of their number, to see which numbers are used twice. */
export function keysByNumber(steps: readonly NamedStep[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { key, number } of steps) {
    const same = keys.get(plainNumber(number));
    if (same === undefined) keys.set(plainNumber(number), [key]);
    else same.push(key);
  }
  return keys;
}

/** A name without `-`, a number used twice, and a `step:` that says another number. */
export function nameProblems(step: NamedStep, numbers: ReturnType<typeof keysByNumber>): Problem[] {
  return [...noSlug(step), ...duplicate(step, numbers), ...declared(step)];
}

function noSlug({ key, file }: NamedStep): Problem[] {
  if (key.includes('-')) return [];
  const message = `The step-runner takes ${key}.md as the next step, but never finds it by its number. Name it ${key}-<slug>.md.`;
  return [{ code: 'name-without-slug', severity: 'warning', file, range: TOP, message }];
}

function duplicate(step: NamedStep, numbers: ReturnType<typeof keysByNumber>): Problem[] {
  const number = plainNumber(step.number);
  const same = numbers.get(number) ?? [];
  if (same.length < 2) return [];
  const [taken = 'none of them'] = lookup(same, number);
  const range = step.text.declared?.range ?? TOP;
  const message = `These steps share one number: ${same.join(', ')}. By number the step-runner takes ${taken}.`;
  return [{ code: 'duplicate-number', severity: 'warning', file: step.file, range, message }];
}

function declared({ key, number, file, text: { declared: value } }: NamedStep): Problem[] {
  if (value === undefined || value.text === '') return [];
  if (/^[0-9]+$/.test(value.text) && compareNumbers(value.text, number) === 0) return [];
  const message = `step says ${JSON.stringify(value.text)}, but the file is ${key}.md, and only the file name counts.`;
  return [{ code: 'step-not-file-name', severity: 'warning', file, range: value.range, message }];
}

/** Files in `steps/` that do not begin with a number. */
export function strayProblems(strays: readonly Stray[]): Problem[] {
  return strays.map(({ file, mark }) => {
    const name = basename(file);
    const taken = mark === 'pending' || mark === 'in-progress';
    const message = taken
      ? `${name} is no step, but the step-runner takes it for one that is ${mark} and then fails: its name must start with a number. Move it out of steps/.`
      : `${name} is no step: its name does not start with a number.`;
    return { code: 'not-a-step', severity: taken ? 'warning' : 'info', file, range: TOP, message };
  });
}

/** The first step that the original's string order puts elsewhere than its number does. */
export function orderProblems(steps: readonly NamedStep[]): Problem[] {
  const byName = [...steps].sort((left, right) => byText(`${left.key}.md`, `${right.key}.md`));
  const index = byName.findIndex((step, at) => {
    const next = byName[at + 1];
    return next !== undefined && compareNumbers(step.number, next.number) > 0;
  });
  const [early, late] = [byName[index], byName[index + 1]];
  if (early === undefined || late === undefined) return [];
  const message = `The step-runner goes by the names, so it takes ${early.key}.md before ${late.key}.md. Give every number the same count of digits.`;
  return [{ code: 'order-by-name', severity: 'warning', file: early.file, range: TOP, message }];
}

/** Handoffs that belong to no step. */
export function orphanHandoffs(handoffs: Handoffs): Problem[] {
  const used = new Set(handoffs.steps.map((step) => handoffKey(handoffs, step)));
  return handoffs.keys
    .filter((key) => !used.has(key))
    .map((key) => {
      const file = handoffPath(handoffs, key);
      const message =
        stepName(key) === undefined
          ? `${key}.md is among the handoffs, but its name does not start with a step's number.`
          : `This handoff belongs to no step.`;
      return { code: 'handoff-without-step', severity: 'info', file, range: TOP, message };
    });
}
