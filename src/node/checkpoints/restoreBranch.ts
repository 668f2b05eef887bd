/** "Files and branch": moving the branch that is checked out to the commit that a checkpoint was made on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BranchMove, CheckpointObject } from '../../core/checkpoints/checkpoint';
import type { Restore, RestoreStarted } from '../../core/checkpoints/restoreHistory';
import type { GitAnswer, GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { CapturedTree, Refused } from './snapshotTree';

type Move = NonNullable<RestoreStarted['branch']>;

/**
 * How the branch would move, or why that choice is not there.
 * @param cut the move of a restore that was cut short
 */
export async function branchMove(
  git: GitCommand,
  present: CapturedTree,
  { head: to, branch: then }: CheckpointObject,
  { undone, cut }: { readonly undone?: Restore; readonly cut?: Move },
): Promise<BranchMove | { readonly why: string } | Refused> {
  const { repository, head, branch } = present;
  const { top } = repository;
  if (branch === undefined) return { why: 'No branch is checked out: HEAD is detached.' };
  if (head === undefined) return { why: `The branch ${branch} has no commit yet.` };
  if (to === undefined) return { why: 'The checkpoint was made before the first commit.' };
  if (then !== branch) return { why: `The checkpoint was made on ${then ?? 'no branch'}, not on ${branch}.` };
  if (to === head) return { why: `The branch ${branch} is where it was.` };
  const count = await git({ folder: top, args: ['rev-list', '--count', head, `^${to}`, '--'] });
  if (count.code !== 0) return { why: `The commit ${to} is not in the repository any more.` };
  const staged = await stagedOnly(git, top, halfMoved(present, cut));
  if (typeof staged === 'object') return staged;
  if (staged > 0) return { why: wouldLose(staged) };
  const moved = undone?.started.branch;
  return {
    name: branch,
    from: head,
    to,
    leaves: Number(count.stdout.toString()),
    ...(moved?.name === branch && moved.to === head && { undo: true }),
  };
}

/** The move of a restore that was cut short, when the branch has moved: the index may still be that of the old commit. */
function halfMoved({ head, branch }: CapturedTree, cut: Move | undefined): Move | undefined {
  return cut !== undefined && cut.name === branch && cut.to === head ? cut : undefined;
}

function wouldLose(staged: number): string {
  return `${staged} staged files are not as they are on the disk; moving the branch would lose that.`;
}

/** How many paths are staged with a content that only the index holds: no checkpoint keeps it. */
async function stagedOnly(git: GitCommand, top: string, half: Move | undefined): Promise<number | Refused> {
  const answer = await git({ folder: top, args: ['status', '--porcelain=v2', '-z', '-uno', '--no-renames'] });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'look for staged changes') };
  const staged = answer.stdout
    .toString('latin1')
    .split('\0')
    .filter((line) => /^1 [^.][^.] /.test(line));
  if (half === undefined || staged.length === 0) return staged.length;
  // What the old commit has is not held by the index alone.
  const args = ['diff-index', '--cached', '--name-only', '-z', '--end-of-options', half.from];
  const since = await git({ folder: top, args });
  if (since.code !== 0) return { refused: refusalOf(since, top, 'look for staged changes') };
  const own = new Set(since.stdout.toString('latin1').split('\0'));
  return staged.filter((line) => own.has(line.split(' ').slice(8).join(' '))).length;
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
  const index = await resetIndex(git, top, to);
  if (index.code === 0) return undefined;
  const back = await git({ folder: top, args: ['update-ref', ...message, ref, from, to] });
  const stays = back.code === 0 ? '' : ` ${refusalOf(back, top, 'move the branch back').detail}`;
  return `${refusalOf(index, top, FOLLOW).detail}${stays}`;
}

/**
 * Brings the index to the branch where a restore was cut short between the two. Gives back why it stays as it is: what
 * it alone holds is not lost.
 * @param cut the move of the restore that was cut short
 */
export async function finishMove(
  git: GitCommand,
  present: CapturedTree,
  cut: Move | undefined,
): Promise<string | undefined> {
  const { top } = present.repository;
  const half = halfMoved(present, cut);
  if (half === undefined) return undefined;
  const staged = await stagedOnly(git, top, half);
  if (typeof staged === 'object') return staged.refused.detail;
  if (staged > 0) return wouldLose(staged);
  const index = await resetIndex(git, top, half.to);
  return index.code === 0 ? undefined : refusalOf(index, top, FOLLOW).detail;
}

const FOLLOW = 'bring the index to the branch';

/** Without `-u` only the index changes, never a file. */
async function resetIndex(git: GitCommand, top: string, commit: string): Promise<GitAnswer> {
  const reset = (): Promise<GitAnswer> => git({ folder: top, args: ['read-tree', '--reset', commit] });
  let answer = await reset();
  for (const wait of WAITS) {
    if (answer.code === 0 || !answer.stderr.includes('.lock')) return answer;
    await pause(wait);
    answer = await reset();
  }
  return answer;
}
