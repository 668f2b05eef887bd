/** After a merge the worktree goes, when all that it holds is in the working tree. */
import { existsSync } from 'node:fs';
import { refusalOf } from '../checkpoints/gitRefusal';
import { findRepository } from '../checkpoints/repository';
import { withCapturedTree } from '../checkpoints/snapshotTree';
import type { MergeParts } from './mergeBack';
import { LIMITS } from './limits';
import { worktreeRef } from './place';
import { removeWorktree } from './remove';

/** Removes the worktree of a merged result, or keeps it and says why. */
export async function tidyUp(parts: MergeParts): Promise<void> {
  const { drive, git, top, child, known } = parts;
  const { worktree = '' } = child.header.isolated ?? {};
  if (!existsSync(worktree)) return;
  const seen = await whatIsLeft(parts, worktree);
  const commits = 'commits' in seen && seen.commits;
  const why =
    'why' in seen ? seen.why : await removeWorktree(git, top, { id: known.worktree, keepResult: commits });
  if (why !== undefined) {
    await drive.append({ type: 'note', text: `The worktree ${worktree} is kept: ${why}` });
  } else if (commits) {
    const ref = worktreeRef(known.worktree, 'result');
    const text = `Commits that ${child.header.step.key} made in its worktree are kept under ${ref}; your branch does not have them.`;
    await drive.append({ type: 'note', text });
  }
}

/** Whether commits were made there; or what would be lost. */
async function whatIsLeft(
  { git, top, child, known }: MergeParts,
  worktree: string,
): Promise<{ readonly commits: boolean } | { readonly why: string }> {
  const result = `${worktreeRef(known.worktree, 'result')}^{tree}`;
  const merged = await git({ folder: top, args: ['rev-parse', '--verify', '--end-of-options', result] });
  if (merged.code !== 0) return { why: refusalOf(merged, top, 'find what was merged').detail };
  const now = await withCapturedTree(
    git,
    { folder: worktree, limits: LIMITS },
    async () => {
      const repository = await findRepository(git, worktree);
      return 'refused' in repository ? repository : { repository };
    },
    ({ tree, leftOut, head }) => Promise.resolve({ tree, leftOut, head }),
  );
  if ('refused' in now) return { why: now.refused.detail };
  if (now.tree !== merged.stdout.toString().trim()) return { why: 'it has changed since the merge.' };
  if (now.leftOut.length > 0)
    return { why: `these were not merged: ${now.leftOut.map(({ path }) => path).join(', ')}.` };
  return { commits: now.head !== child.header.isolated?.base };
}
