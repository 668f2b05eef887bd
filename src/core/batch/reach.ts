/** How far a path reaches that a step says it will change, so that two steps can be kept from the same files. */
import { samePath } from '../scheduleBatchProblems';

/** Deeper paths reach as far as their folder at this depth. */
const DEEPEST = 40;

/**
 * The folders from the top down to what a path names, and that itself, each as text; a glob reaches as far as the folder
 * before its first wildcard, and a path that begins at the disk's root as far as everything. Case is left out: not
 * every disk tells names apart by it.
 */
export function reachOf(path: string): readonly string[] {
  const text = samePath(path).toLowerCase();
  const parts: string[] = [];
  for (const part of /^(?:\/|~|[a-z]:)/.test(text) ? [] : text.split('/', DEEPEST)) {
    if (/[*?{]/.test(part)) break;
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
}
