/** What another restore of the worktree may be doing: one at work, or the git that one which was cut short left running. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { unfinishedRestore, type RestoreStarted } from '../../core/checkpoints/restoreHistory';
import { withArgument } from '../processes/commandLines';
import { endTree } from '../processes/endTree';
import { isAtWork } from './atWork';
import { restoreMark } from './gitCommand';
import type { PreviewRequest } from './ports';
import { loadRestoreLog } from './restoreLog';
import type { Refused } from './snapshotTree';

/**
 * Ends the git that an unfinished restore of the checkpoint's worktree left behind, so that nothing else writes there
 * from now on. Refused while the window that restores lives, or when its git cannot be ended.
 */
export async function endLeftRunning({
  dataFolder,
  target,
}: Pick<PreviewRequest, 'dataFolder' | 'target'>): Promise<Refused | undefined> {
  const worktree = target.git?.worktree;
  if (worktree === undefined) return undefined;
  const restore = unfinishedRestore(await loadRestoreLog(dataFolder), worktree);
  if (restore === undefined || restore.ended !== undefined) return undefined;
  if (await isAtWork(restore.started)) return { refused: underWay(restore.started) };
  const gits = await withArgument(restoreMark(restore.started.id));
  const ends = await Promise.all(gits.map((git) => endTree(git)));
  const left = ends.flatMap((end) => end.left);
  return left.length === 0 ? undefined : { refused: stillWrites(worktree, left) };
}

/**
 * Refused where another restore of the worktree was written down before this one and is still at work: of two that
 * begin at the same time, the first in the log goes on.
 */
export async function goesFirst(
  dataFolder: string,
  worktree: string,
  id: string,
): Promise<CheckpointRefusal | undefined> {
  const log = await loadRestoreLog(dataFolder);
  const own = log.restores.findIndex(({ started }) => started.id === id);
  const other = unfinishedRestore({ ...log, restores: log.restores.slice(0, own) }, worktree);
  if (other === undefined || other.ended !== undefined) return undefined;
  return (await isAtWork(other.started)) ? underWay(other.started) : undefined;
}

function underWay({ worktree, process: owner }: RestoreStarted): CheckpointRefusal {
  return {
    code: 'restore_under_way',
    detail:
      owner === undefined || owner.pid === process.pid
        ? `Another rollback of ${worktree} is under way.`
        : `A rollback of ${worktree} is under way in another window (process ${owner.pid}).`,
    wayOut: 'Nothing was restored. Wait for the end of the other rollback, or close its window.',
  };
}

function stillWrites(worktree: string, pids: readonly number[]): CheckpointRefusal {
  return {
    code: 'git_still_writes',
    detail: `A rollback of ${worktree} was cut short, and its git could not be ended (process ${pids.join(', ')}).`,
    wayOut: 'Wait until that process is gone, or end it yourself.',
  };
}
