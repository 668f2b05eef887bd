/** Where the worktrees of steps are, and the refs that keep what is theirs. */
import { basename, dirname, join } from 'node:path';

/** No text of a plan is ever in a ref: worktrees are named by our own ids. */
export const WORKTREE_REFS = 'refs/stage-runner/worktrees';

/** `base`: what it began with; `result`: what it came to; `merge`: what the working tree goes to, or went to. */
export type WorktreeRef = 'base' | 'result' | 'merge';

/** The ref of one of a worktree's trees. */
export function worktreeRef(id: string, what: WorktreeRef): string {
  return `${WORKTREE_REFS}/${id}/${what}`;
}

/**
 * The folder of all worktrees of a repository: beside its top folder (absolute). Not in the git directory, because test
 * runners, servers and agents leave alone whatever has `.git` in its path; not in the workspace, where other tools would
 * take the copies for files of the project.
 */
export function worktreesFolder(top: string): string {
  return join(dirname(top), `${basename(top)}.stage-runner`);
}
