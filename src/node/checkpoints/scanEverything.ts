/** The scan of a working tree, on a private index. */
import { readFile } from 'node:fs/promises';
import { isCertainlyUnmarked } from '../../core/checkpoints/indexMarks';
import { errorCode } from '../runner/files';
import type { GitAnswer, GitCommand } from './gitCommand';
import { statusOf } from './leftOut';
import { type BytePath, SCAN_ARGS } from './snapshotScan';

/**
 * Scans also the files that a person has told git not to look at (`assume-unchanged`, `skip-worktree`), mostly settings
 * of their own: a checkpoint holds them all the same. The marks go from the private index alone.
 */
export async function scanEverything(git: GitCommand, folder: string, index: string): Promise<GitAnswer> {
  const look = (): Promise<GitAnswer> => git({ folder, args: SCAN_ARGS, index });
  const [seen, unmarked] = await Promise.all([look(), isUnmarked(index)]);
  if (seen.code !== 0 || unmarked) return seen;
  const listed = await git({ folder, args: ['ls-files', '-v', '-z', '--full-name', '--', ':/'], index });
  if (listed.code !== 0) return listed;
  // Small letters are `assume-unchanged`, an S in either case is `skip-worktree`.
  const marked = listed.stdout
    .toString('latin1')
    .split('\0')
    .filter((line) => /^[a-zS] /.test(line));
  if (marked.length === 0) return seen;
  const found = await git({ folder, args: ['rev-parse', '--show-toplevel'] });
  if (found.code !== 0) return found;
  const top = found.stdout.toString().replace(/\r?\n$/, '');
  const paths = marked.filter((line) => !isLeftAway(top, line)).map((line) => line.slice(2));
  if (paths.length === 0) return seen;
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  // git heeds only one of the two at a time.
  for (const option of ['--no-assume-unchanged', '--no-skip-worktree']) {
    const answer = await git({ folder: top, args: ['update-index', option, '-z', '--stdin'], input, index });
    if (answer.code !== 0) return answer;
  }
  return look();
}

/** Reading the index takes less than a git that lists it. */
async function isUnmarked(index: string): Promise<boolean> {
  try {
    return isCertainlyUnmarked(await readFile(index));
  } catch (error) {
    // Before the first `git add` there is none.
    if (errorCode(error) !== 'ENOENT') throw error;
    return true;
  }
}

/** What a sparse checkout has not on the disk is not deleted. */
function isLeftAway(top: string, line: string): boolean {
  const path: BytePath = line.slice(2);
  return /^S/i.test(line) && statusOf(top, path) === undefined;
}
