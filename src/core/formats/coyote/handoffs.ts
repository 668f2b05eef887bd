/** Handoffs of step plans: which one belongs to a step, and what it says (coyote.md 1.1, 1.5). */
import { join } from 'node:path';
import { exactHandoffResult, handoffDefects, handoffResult } from '../../handoff/validate';
import type { Handoff } from '../../plan';
import type { Problem, Range } from '../../problem';
import { findBlock, scalar } from './grammar';
import { lookup, stepName } from './names';
import type { FileText, PlanSource } from '../format';

/** The handoffs of one plan, as far as they are known. */
export interface Handoffs {
  /** Base names without extension, sorted. */
  readonly keys: readonly string[];
  /** Keys of the step plans: a handoff of that very name belongs to that step alone. */
  readonly steps: readonly string[];
  readonly folder: string;
  /** By key; missing where it could not be read. */
  readonly texts: ReadonlyMap<string, FileText>;
}

/** Collects the handoffs of a plan. */
export function handoffsOf(source: PlanSource, steps: readonly string[]): Handoffs {
  const names = source.listing.filter((name) => /^handoffs\/[^/]+\.md$/.test(name));
  const keyOf = (name: string): string => name.slice('handoffs/'.length, -'.md'.length);
  const texts = new Map<string, FileText>();
  for (const name of names) {
    const text = source.files.get(name);
    if (text !== undefined) texts.set(keyOf(name), text);
  }
  return { keys: names.map(keyOf), steps, folder: join(source.root, 'handoffs'), texts };
}

export function handoffPath(handoffs: Handoffs, key: string): string {
  return join(handoffs.folder, `${key}.md`);
}

/** The key of a step's handoff: its own name, else the first of its number that is no other step's own. */
export function handoffKey(handoffs: Handoffs, step: string): string | undefined {
  if (handoffs.keys.includes(step)) return step;
  const number = stepName(step)?.number;
  if (number === undefined) return undefined;
  return lookup(handoffs.keys, number).find((key) => !handoffs.steps.includes(key));
}

/** A handoff and what is wrong with it; `undefined` when the step has none. */
export function readHandoff(
  handoffs: Handoffs,
  step: string,
): { readonly handoff: Handoff; readonly problems: readonly Problem[] } | undefined {
  const key = handoffKey(handoffs, step);
  if (key === undefined) return undefined;
  const file = handoffPath(handoffs, key);
  const source = handoffs.texts.get(key);
  if (source === undefined) {
    const defects = [`handoff file could not be read at ${file}`];
    return { handoff: { file, result: undefined, defects, modified: 0 }, problems: [] };
  }
  const defects = handoffDefects(source.text, file);
  const result = handoffResult(source.text);
  const name = key === step ? [] : [otherName(file, key, step)];
  return {
    handoff: { file, result, defects, modified: source.modified },
    problems: [...name, ...resultProblems(source.text, file, result), ...gateProblems(defects, file)],
  };
}

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function otherName(file: string, key: string, step: string): Problem {
  const message = `This handoff was found by its number; the step-runner itself would write ${step}.md, not ${key}.md.`;
  return { code: 'handoff-other-name', severity: 'info', file, range: TOP, message };
}

function resultProblems(text: string, file: string, result: Handoff['result']): Problem[] {
  const exact = exactHandoffResult(text);
  if (result !== 'complete' || exact === 'complete') return [];
  const block = findBlock(text);
  const range = (block && scalar(block, 'result')?.range) ?? TOP;
  const message =
    'Steps that depend on this one stay blocked: result is not exactly complete. ' +
    'Remove what follows the word, save with LF line ends and without a byte order mark.';
  return [{ code: 'result-not-exact', severity: 'warning', file, range, message }];
}

function gateProblems(defects: readonly string[], file: string): Problem[] {
  if (defects.length === 0) return [];
  const message = `This handoff does not pass the completion gate: ${defects.join('; ')}.`;
  return [{ code: 'handoff-invalid', severity: 'warning', file, range: TOP, message }];
}
