/** The rollback point for the case that none could be made: what a person does by hand. */
import { inline } from '../../core/reportText';
import type { GitCommand } from './gitCommand';
import { branchName } from './repository';

const DEADLINE_MS = 10_000;

/** Markdown: where the worktree of a folder (absolute) stands, and how to keep and get back what it has now. */
export async function manualPoint(git: GitCommand, folder: string, why: string): Promise<string> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const { code, stdout } = await git({ folder, signal, args });
    return code === 0 ? stdout.toString().trimEnd() : undefined;
  };
  const sha = await ask('rev-parse', '--verify', '--quiet', 'HEAD');
  const ref = await ask('symbolic-ref', '--quiet', 'HEAD');
  const status = await ask('status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all');
  const changed = status?.split('\0').filter((path) => path !== '').length;
  const parts = [
    '# Rollback point by hand',
    `No marker could be made: ${inline(why)}`,
    standing(sha, ref && branchName(ref), changed),
    ...(sha !== undefined && changed === 0 ? [] : KEEP),
    '## Go back',
    'This gives all files as that commit has them, and leaves newer commits where they are:',
    `    git restore --source ${changed === 0 ? (sha ?? 'COMMIT') : 'COMMIT'} --staged --worktree -- :/`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const KEEP: readonly string[] = [
  '## Keep what is not committed',
  'Do this before the run goes on; the last line prints the commit that stands for COMMIT below:',
  '    git add --all -- :/\n    git commit --message "Before the run"\n    git rev-parse HEAD',
];

function standing(sha: string | undefined, branch: string | undefined, changed: number | undefined): string {
  if (sha === undefined) return 'git names no commit to go back to.';
  const where = branch === undefined ? 'no branch' : `branch ${inline(branch)}`;
  const rest =
    changed === undefined ? 'git could not say what is not committed' : `${changed} files are not committed`;
  return `HEAD is commit ${sha} on ${where}; ${rest}.`;
}
