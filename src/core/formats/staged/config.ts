/**
 * `config.json` in its three shapes (renn-gsd.md 1.10, 2.5): as documented, and not as the tools' own shell lines happen to
 * read it. A key counts at the top, in `planning` and in `git`; a switch is a bool or an object with `enabled`.
 */
import { type Fields, isObject, readObject } from '../../jsonObject';
import { fileProblem, type Problem } from '../../problem';
import type { FileText } from '../format';
import { once } from '../once';

export const CONFIG = 'config.json';

export interface StagedConfig {
  /** In renn's words, whichever of both vocabularies is written; `inherit` is GSD's alone. */
  readonly horsepower: 'max' | 'balanced' | 'eco' | 'inherit';
  /** Whether the steps of a batch may run at the same time. */
  readonly parallel: boolean;
  readonly branches: 'none' | 'stage' | 'milestone';
  /** What is there and was not understood: its default counts. */
  readonly problems: readonly Problem[];
}

const HORSEPOWER: Readonly<Record<string, StagedConfig['horsepower']>> = {
  max: 'max',
  quality: 'max',
  balanced: 'balanced',
  eco: 'eco',
  budget: 'eco',
  inherit: 'inherit',
};
const BRANCHES: Readonly<Record<string, StagedConfig['branches']>> = {
  none: 'none',
  stage: 'stage',
  phase: 'stage',
  milestone: 'milestone',
};

export const readConfig = once(({ text }: FileText, file): StagedConfig => {
  const read = readObject(text.replace(/^\uFEFF/, ''));
  const fields = 'fields' in read ? read.fields : {};
  const [horsepower, branches] = [
    word(fields, ['horsepower', 'model_profile'], HORSEPOWER, file),
    word(fields, ['branching_strategy'], BRANCHES, file),
  ];
  const damaged = 'problem' in read ? [unreadable(file, read.problem)] : [];
  return {
    horsepower: horsepower.value ?? 'balanced',
    parallel: isOn(valueOf(fields, 'parallelization')),
    branches: branches.value ?? 'none',
    problems: [...damaged, ...horsepower.problems, ...branches.problems],
  };
});

/** How the tool is set to work, in a few words each, where that is not its default. */
export function configWords({ horsepower, parallel, branches }: StagedConfig): string[] {
  return [
    ...(horsepower === 'balanced' ? [] : [`horsepower: ${horsepower}`]),
    ...(parallel ? [] : ['one at a time']),
    ...(branches === 'none' ? [] : [`a branch for each ${branches}`]),
  ];
}

/** The value of a key at the top, in `planning` or in `git`, whichever is first. */
export function valueOf(fields: Fields, key: string): unknown {
  const places = [fields, fields.planning, fields.git].filter(isObject);
  return places.find((place) => Object.hasOwn(place, key))?.[key];
}

function word<T>(
  fields: Fields,
  keys: readonly string[],
  known: Readonly<Record<string, T>>,
  file: string,
): { readonly value: T | undefined; readonly problems: readonly Problem[] } {
  const key = keys.find((one) => valueOf(fields, one) !== undefined);
  const written = key === undefined ? undefined : valueOf(fields, key);
  if (key === undefined || written === null || written === '') return { value: undefined, problems: [] };
  const value = typeof written === 'string' && Object.hasOwn(known, written) ? known[written] : undefined;
  if (value !== undefined) return { value, problems: [] };
  const words = Object.keys(known).join(', ');
  const message = `The value of "${key}" is none of ${words}: the default counts.`;
  return { value, problems: [fileProblem('config-unknown-word', 'info', file, message)] };
}

/** On, unless it is switched off. */
function isOn(value: unknown): boolean {
  return (isObject(value) ? value.enabled : value) !== false;
}

function unreadable(file: string, why: string): Problem {
  return fileProblem(
    'config-damaged',
    'warning',
    file,
    `This file cannot be read: ${why}. The map takes its defaults; nothing is run before it is mended.`,
  );
}
