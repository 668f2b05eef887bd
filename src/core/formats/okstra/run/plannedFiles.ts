/** The predicted files of a stage as paths that a change can be compared with. */
import { posix } from 'node:path';

/** Paths relative to the top folder of the repository, `/`-separated; one that is a folder stands for all in it. */
export interface PlannedFiles {
  readonly paths: readonly string[];
  /** What names no file in the repository, as written: such a path is never looked at. */
  readonly refused: readonly string[];
}

/** A stage predicts a dozen. */
const MOST_PATHS = 500;
const LONGEST_PATH = 1000;

/** One spelling for each path: forward slashes, no `./`, no line number behind it, and of `src/**` the folder. */
export function plannedFiles(written: readonly string[]): PlannedFiles {
  const paths = new Set<string>();
  const refused: string[] = [];
  for (const text of written.slice(0, MOST_PATHS)) {
    const path = relativePath(text);
    if (path === undefined) refused.push(text.slice(0, LONGEST_PATH));
    else paths.add(path);
  }
  return { paths: [...paths], refused: [...refused, ...written.slice(MOST_PATHS)].slice(0, MOST_PATHS) };
}

/** `undefined` for the repository itself, for what leads out of it or into `.git`, and for what is no path. */
export function relativePath(text: string): string | undefined {
  if (text.length > LONGEST_PATH || /\p{Cc}/u.test(text)) return undefined;
  const plain = text
    .trim()
    .replaceAll('\\', '/')
    .replace(/:\d{1,9}(?:-\d{1,9})?$/, '');
  if (plain === '' || plain.startsWith('/') || /^[A-Za-z]:/.test(plain)) return undefined;
  const path = posix.normalize(plain.normalize('NFC')).replace(/(?:\/\*{0,2}){1,3}$/, '');
  const [first = ''] = path.split('/');
  return ['', '.', '..'].includes(first) || first.toLowerCase() === '.git' ? undefined : path;
}

/** Whether a changed file is one that was planned, or lies in a folder that was. */
export function isPlanned({ paths }: PlannedFiles): (changed: string) => boolean {
  const planned = new Set(paths);
  return (changed) => {
    const parts = changed.normalize('NFC').split('/');
    return parts.some((_, at) => planned.has(parts.slice(0, at + 1).join('/')));
  };
}
