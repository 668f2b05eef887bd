/** What a restore that was cut short may have left running: git works on when the process that started it dies. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { unfinishedRestore } from '../../core/checkpoints/restoreHistory';
import { withArgument } from '../processes/commandLines';
import { endTree } from '../processes/endTree';
import { isAlive } from '../processes/identity';
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
  const { id, process: owner } = restore.started;
  const gits = await withArgument(restoreMark(id));
  // One of our own is over when no git works for it: it was given up without an end.
  const ours = owner?.pid === process.pid && gits.length === 0;
  if (owner && !ours && (await isAlive(owner))) return { refused: underWay(worktree, owner.pid) };
  const ends = await Promise.all(gits.map((git) => endTree(git)));
  const left = ends.flatMap((end) => end.left);
  return left.length === 0 ? undefined : { refused: stillWrites(worktree, left) };
}

function underWay(worktree: string, pid: number): CheckpointRefusal {
  return {
    code: 'restore_under_way',
    detail: `A rollback of ${worktree} is under way in another window (process ${pid}).`,
    wayOut: 'Wait for its end, or close that window.',
  };
}

function stillWrites(worktree: string, pids: readonly number[]): CheckpointRefusal {
  return {
    code: 'git_still_writes',
    detail: `A rollback of ${worktree} was cut short, and its git could not be ended (process ${pids.join(', ')}).`,
    wayOut: 'Wait until that process is gone, or end it yourself.',
  };
}
