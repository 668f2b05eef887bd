/** A commit that another tool calls its checkpoint (runr.md 5): to compare with, never to return to, keep or list. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { Comparable } from './diff';
import type { GitCommand } from './gitCommand';

/**
 * The commit, where the repository still has it: after a squash and a cleaning it may be gone (D6).
 *
 * @param commit its full name
 */
export async function foreignCommit(
  { git, top }: { readonly git: GitCommand; readonly top: string },
  commit: string,
): Promise<{ readonly record: Comparable } | { readonly refused: CheckpointRefusal }> {
  const name = `commit ${commit.slice(0, 7)}`;
  const answer = await git({
    folder: top,
    args: ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`],
  });
  if (answer.code === 0) return { record: { name, git: { sha: commit } } };
  return {
    refused: {
      code: 'object_missing',
      detail: `This repository has no ${name}: it was squashed or rebased and then cleaned away, or it was made in another clone.`,
      wayOut: 'Fetch the branch that it was made on, if there still is one.',
    },
  };
}
