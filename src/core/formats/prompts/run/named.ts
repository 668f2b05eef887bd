/** Which files the commands name that check the work: whoever changes one changes what they say (prompts.md 2.4). */
import { posix, relative, resolve, sep } from 'node:path';
import type { CheckCommand } from '../../../checks';
import { isObject, readObject } from '../../../jsonObject';

export type Named = Pick<CheckCommand, 'display' | 'argvs'>;

/** Where the commands are looked at from. */
export interface Place {
  /** Where the commands run, absolute. */
  readonly folder: string;
  /** That folder from the worktree's top folder: empty, or ending with `/`. */
  readonly prefix: string;
  /** The text of its `package.json`, whose scripts commands may lead to. */
  readonly manifest: string | undefined;
}

/**
 * What may be the path of a file in the words of commands, relative to the worktree's top folder and in small letters,
 * each with the first command that names it. Nobody looks whether there is such a file.
 */
export function filesNamed(commands: readonly Named[], place: Place): ReadonlyMap<string, string> {
  const scripts = scriptsIn(place.manifest);
  const files = new Map<string, string>();
  for (const { display, argvs } of commands)
    for (const word of argvs.flatMap(({ argv, env }) => [...wordsOf(argv, scripts), ...Object.values(env)]))
      for (const path of pathsIn(word, place)) if (!files.has(path)) files.set(path, display);
  return files;
}

/** Of an option with a value, the value is one too: `--config=path`. */
function pathsIn(word: string, { folder, prefix }: Place): readonly string[] {
  const values = [word, ...(word.includes('=') ? [word.slice(word.lastIndexOf('=') + 1)] : [])];
  return values.flatMap((value) => {
    if (value === '' || value.length > LONGEST_PATH) return [];
    const path = posix.join(prefix, relative(folder, resolve(folder, value)).split(sep).join('/'));
    return path.startsWith('../') ? [] : [path.toLowerCase()];
  });
}

const LONGEST_PATH = 4096;

/** What runs the scripts of a `package.json`. */
const PACKAGE_TOOLS = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** The words of an argument list, and those of the scripts that it leads to. */
function wordsOf(argv: readonly string[], scripts: ReadonlyMap<string, string>): readonly string[] {
  if (!PACKAGE_TOOLS.has(argv[0] ?? '')) return argv;
  const words = [...argv];
  const seen = new Set<string>();
  // The words of a script are looked at like those that led to it: one may run another.
  for (const word of words)
    for (const name of [`pre${word}`, word, `post${word}`]) {
      const script = scripts.get(name);
      if (script === undefined || seen.has(name)) continue;
      seen.add(name);
      for (const [, double, single, bare] of script.matchAll(WORD))
        words.push(double ?? single ?? bare ?? '');
    }
  return words;
}

/** A word of a line for a shell, with its quotes or without. */
const WORD = /"([^"]*)"|'([^']*)'|([^\s"'`;&|()<>]+)/g;

function scriptsIn(manifest: string | undefined): ReadonlyMap<string, string> {
  const read = readObject(manifest ?? '');
  const scripts = 'problem' in read ? undefined : read.fields['scripts'];
  if (!isObject(scripts)) return new Map();
  return new Map(
    Object.entries(scripts).flatMap(([name, script]) =>
      typeof script === 'string' ? [[name, script] as const] : [],
    ),
  );
}
