/** "Files and branch": moving the branch that is checked out to the commit that a checkpoint was made on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BranchMove, CheckpointObject } from '../../core/checkpoints/checkpoint';
import type { Restore } from '../../core/checkpoints/restoreHistory';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { CapturedTree, Refused } from './snapshotTree';

/** How the branch would move, or why that choice is not there. */
export async function branchMove(
  git: GitCommand,
  { repository: { top }, head, branch }: CapturedTree,
  { head: to, branch: then }: CheckpointObject,
  undone: Restore | undefined,
): Promise<BranchMove | { readonly why: string } | Refused> {
  if (branch === undefined) return { why: 'No branch is checked out: HEAD is detached.' };
  if (head === undefined) return { why: `The branch ${branch} has no commit yet.` };
  if (to === undefined) return { why: 'The checkpoint was made before the first commit.' };
  if (then !== branch) return { why: `The checkpoint was made on ${then ?? 'no branch'}, not on ${branch}.` };
  if (to === head) return { why: `The branch ${branch} is where it was.` };
  const count = await git({ folder: top, args: ['rev-list', '--count', head, `^${to}`, '--'] });
  if (count.code !== 0) return { why: `The commit ${to} is not in the repository any more.` };
  const staged = await stagedOnly(git, top);
  if (typeof staged === 'object') return staged;
  if (staged > 0) {
    return {
      why: `${staged} staged files are not as they are on the disk; moving the branch would lose that.`,
    };
  }
  const moved = undone?.started.branch;
  return {
    name: branch,
    from: head,
    to,
    leaves: Number(count.stdout.toString()),
    ...(moved?.name === branch && moved.to === head && { undo: true }),
  };
}

/** How many paths are staged with a content that only the index holds: no checkpoint keeps it. */
async function stagedOnly(git: GitCommand, top: string): Promise<number | Refused> {
  const answer = await git({ folder: top, args: ['status', '--porcelain=v2', '-z', '-uno', '--no-renames'] });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'look for staged changes') };
  return answer.stdout
    .toString('latin1')
    .split('\0')
    .filter((line) => /^1 [^.][^.] /.test(line)).length;
}

/** A lock of the index is waited for so often, in milliseconds. */
const WAITS = [50, 100, 200, 400, 800];

/**
 * Moves the branch and makes the index that of the new commit, so that `git status` shows what the restored files and
 * that commit differ in, unstaged. The commits left behind stay reachable: the safety checkpoint descends from them,
 * which is proved first. Gives back why the branch stayed where it was; then nothing has changed.
 */
export async function moveBranch(
  git: GitCommand,
  top: string,
  { name, from, to }: BranchMove,
  safety: string,
): Promise<string | undefined> {
  const kept = await git({ folder: top, args: ['merge-base', '--is-ancestor', from, safety] });
  if (kept.code !== 0) return `The safety checkpoint does not hold the commits of ${name}.`;
  const ref = `refs/heads/${name}`;
  const message = ['-m', 'stage-runner: files and branch'];
  const moved = await git({ folder: top, args: ['update-ref', ...message, ref, to, from] });
  if (moved.code !== 0) return refusalOf(moved, top, 'move the branch').detail;
  for (const wait of [...WAITS, 0]) {
    // Without `-u` only the index changes, never a file.
    const index = await git({ folder: top, args: ['read-tree', '--reset', to] });
    if (index.code === 0) return undefined;
    if (wait > 0 && index.stderr.includes('.lock')) {
      await pause(wait);
      continue;
    }
    const back = await git({ folder: top, args: ['update-ref', ...message, ref, from, to] });
    const stays = back.code === 0 ? '' : ` ${refusalOf(back, top, 'move the branch back').detail}`;
    return `${refusalOf(index, top, 'bring the index to the branch').detail}${stays}`;
  }
  return undefined;
}
