/** Files that git itself will not hold: one for its name (`git~1` would be `.git` on Windows), one for its encoding. */
import type { GitAnswer, GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { statusOf } from './leftOut';
import { type BytePath, shownPath } from './snapshotScan';
import type { Refused } from './snapshotTree';

/** A name that git passes over is said on stderr alone, and the rest is held. */
const PASSED_OVER = /^Ignoring path /m;
/** What a file is said to be encoded as by .gitattributes (`working-tree-encoding`) ends git at the first that is not. */
const ENCODING =
  /^fatal: (?:failed to encode|BOM is (?:required|prohibited) in) '([^]+)' (?:from |if encoded)/m;

/**
 * Which of the paths that git was asked to hold it will never hold, by its answer. When it ended with a failure, they
 * have to be left out and the rest asked for again.
 */
export async function refusedPaths(
  git: GitCommand,
  { top, index }: { readonly top: string; readonly index: string },
  answer: GitAnswer,
  asked: readonly BytePath[],
): Promise<readonly BytePath[] | Refused> {
  if (answer.code !== 0) {
    const name = ENCODING.exec(answer.stderr)?.[1];
    return asked.filter((path) => shownPath(path) === name);
  }
  if (!PASSED_OVER.test(answer.stderr)) return [];
  const listed = await git({ folder: top, args: ['ls-files', '-z'], index });
  if (listed.code !== 0) return { refused: refusalOf(listed, top, 'list what is held') };
  const held = new Set(listed.stdout.toString('latin1').split('\0'));
  return asked.filter((path) => !held.has(path) && statusOf(top, path) !== undefined);
}
