/** Whether a prompt changed what other work rests on: then a run stops until a person says go on (prompts.md 2.4). */
import type { PathChange } from '../../../checkpoints/checkpoint';
import { globMatcher, isBounded } from '../../../globs';
import { manifestKeys, type Sides } from './manifestKeys';
import { kindOf, SENSITIVE_GLOBS } from './sensitiveGlobs';
import { code, rows } from './shown';

export interface SensitiveChange extends PathChange {
  /** The first glob of the list that matches it; where none does, the command that names it. */
  readonly rule: string;
  /** What such a file is: `a package manifest`. */
  readonly kind: string;
  /** Of a manifest, what in it changed, where that can be told: `scripts.test`. */
  readonly keys?: readonly string[];
}

/**
 * The changes that touch core workflow scripts, install commands or build assumptions, each with the glob that says so.
 * Of a manifest whose texts are given, words about the package alone are none of it; without texts any change is.
 * @param changes of one prompt, without what we write ourselves (run logs, reports)
 * @param globs of the settings, in place of our own; see `refusedGlobs`
 * @param texts manifests before and after, by path
 * @param named the files that commands name which check the work (`filesNamed`): these count whatever the globs
 */
export function sensitiveChanges<T extends PathChange>(
  changes: readonly T[],
  globs: readonly string[] = SENSITIVE_GLOBS,
  texts: ReadonlyMap<string, Sides> = new Map(),
  named: ReadonlyMap<string, string> = new Map(),
): readonly (SensitiveChange & T)[] {
  const rules = globs.map((glob) => ({ glob, matches: globMatcher([glob], true) }));
  return changes.flatMap((change): (SensitiveChange & T)[] => {
    const rule = rules.find(({ matches }) => matches(change.path));
    if (rule === undefined) {
      const command = named.get(change.path.toLowerCase());
      return command === undefined ? [] : [{ ...change, rule: command, kind: NAMED }];
    }
    const keys = manifestKeys(change.path, texts.get(change.path) ?? {});
    if (keys?.length === 0) return [];
    return [{ ...change, rule: rule.glob, kind: kindOf(rule.glob), ...(keys && { keys }) }];
  });
}

const NAMED = 'named by a command that checks the work';

/** Globs of the settings that match nothing because they are not bounded: a person has to know, for they guard nothing. */
export function refusedGlobs(globs: readonly string[]): readonly string[] {
  return globs.filter((glob) => !isBounded(glob));
}

/** What was changed and by which rule it counts, as Markdown for a gate. */
export function sensitiveText(prompt: string, changes: readonly SensitiveChange[]): string {
  const head = `${code(prompt)} changed what other work rests on:`;
  return `${head}\n\n${rows(changes.map(row))}\n\nLook at workflow scripts, install commands and build assumptions before the run goes on.`;
}

function row({ path, what, kind, rule, keys }: SensitiveChange): string {
  const inside = keys
    ? ` in ${keys.slice(0, 10).map(code).join(', ')}${keys.length > 10 ? ' and more' : ''}`
    : '';
  return `- ${code(path)} was ${what}${inside}: it is ${kind} (${code(rule)})`;
}
