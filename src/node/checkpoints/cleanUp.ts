/** What "Clean Up Checkpoints…" offers, and what deleting gives back. */
import { CHECKPOINT_REFS, refOf, type SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { mayGo } from '../../core/checkpoints/retention';
import { refusalOf } from './gitRefusal';
import { GitUnavailable } from './refs';
import { loadRestoreLog } from './restoreLog';
import { findCheckpoints, type Place } from './seenCheckpoints';

/** Those that may go, newest first (`core/checkpoints/retention.ts`). */
export async function findRemovable(place: Place, now: Date): Promise<readonly SeenCheckpoint[]> {
  const { seen } = await findCheckpoints(place);
  return mayGo(seen, await loadRestoreLog(place.dataFolder), now.getTime());
}

/**
 * Bytes on the disk of the objects that only these checkpoints reach: what git's housekeeping gives back some time
 * after they are deleted. The nearest figure: what the index, reflogs or old history also hold is counted all the same.
 *
 * @throws GitUnavailable
 */
export async function sizeOf({ git, top }: Place, ids: readonly string[]): Promise<number> {
  const isCheckpoint = (ref: string): boolean => ref.startsWith(`${CHECKPOINT_REFS}/`);
  const removed = new Set(ids.map(refOf));
  const listed = await git({
    folder: top,
    args: ['for-each-ref', '--format=%(objectname) %(objecttype) %(refname)'],
  });
  if (listed.code !== 0) throw new GitUnavailable(refusalOf(listed, top, 'list the refs'));
  const refs = listed.stdout
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [, sha = '', type, ref = ''] = /^([0-9a-f]+) (commit|tag) (.*)$/.exec(line) ?? [];
      return type === undefined ? [] : [{ sha, ref }];
    });
  const own = refs.filter(({ ref }) => removed.has(ref)).map(({ sha }) => sha);
  if (own.length === 0) return 0;
  // Of an excluded commit that is no ancestor, git passes over the tree unless it is named too.
  const others = refs
    .filter(({ ref }) => !removed.has(ref))
    .flatMap(({ sha, ref }) => (isCheckpoint(ref) ? [`^${sha}`, `^${sha}^{tree}`] : [`^${sha}`]));
  const counted = await git({
    folder: top,
    args: ['rev-list', '--objects', '--disk-usage', '--ignore-missing', '--stdin'],
    input: [...own, ...new Set(others)].join('\n').concat('\n'),
  });
  if (counted.code !== 0) throw new GitUnavailable(refusalOf(counted, top, 'count the bytes'));
  return Number(counted.stdout.toString());
}
