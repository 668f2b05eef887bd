/** What is not as it should be after a restore. */
import { isLeftOut, shownPath, type Difference } from '../../core/checkpoints/restorePlan';
import type { LeftOut } from '../../core/checkpoints/checkpoint';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { rulesDiffer } from './ignoredThen';
import { readScan, SCAN_ARGS, type BytePath } from './snapshotScan';
import type { CapturedTree, Refused } from './snapshotTree';

/**
 * Files and folders that are ignored before a restore changes the rules. They stay, and are not stray when the older
 * rules show them. A folder ends with `/`. Nothing is looked for where the rules stay the same.
 */
export async function ignoredNow(
  git: GitCommand,
  { repository: { top }, index }: CapturedTree,
  apply: readonly Difference[],
): Promise<ReadonlySet<BytePath> | Refused> {
  if (!rulesDiffer(apply)) return new Set();
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'];
  const answer = await git({ folder: top, args, index });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'tell ignored files') };
  return new Set(answer.stdout.toString('latin1').split('\0'));
}

/**
 * The paths where the working tree is not what the private index holds, those that are left alone excepted.
 *
 * @param before what was ignored before (see `ignoredNow`)
 */
export async function strayPaths(
  git: GitCommand,
  { repository: { top }, index }: CapturedTree,
  leftOut: readonly LeftOut[],
  before: ReadonlySet<BytePath>,
): Promise<readonly string[] | Refused> {
  const answer = await git({ folder: top, args: SCAN_ARGS, index });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'look at what was restored') };
  return readScan(answer.stdout)
    .changes.filter(
      ({ what, path }) => what !== 'same' && !isLeftOut(path, leftOut) && !isBelow(path, before),
    )
    .map(({ path }) => shownPath(path));
}

function isBelow(path: BytePath, places: ReadonlySet<BytePath>): boolean {
  if (places.has(path)) return true;
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
    if (places.has(path.slice(0, end + 1))) return true;
  }
  return false;
}
