/** What would be lost with the worktree of a step: nothing else holds it. */
import { existsSync } from 'node:fs';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import type { LeftWorktree } from './leftWorktrees';
import { worktreeRef } from './place';

/** What is lost where a worktree is removed. */
export interface OnlyThere {
  /** Changed and in no commit, untracked ones included; relative to the worktree's top folder. */
  readonly files: readonly string[];
  /** Commits that no branch and no tag has. */
  readonly commits: number;
}

/** Nothing for a folder that is gone; or why it cannot be told, as a sentence. */
export async function onlyThere(
  git: GitCommand,
  { folder, id }: Pick<LeftWorktree, 'folder' | 'id'>,
): Promise<OnlyThere | { readonly why: string }> {
  if (!existsSync(folder)) return { files: [], commits: 0 };
  const status = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all'];
  const changed = await git({ folder, args: status });
  if (changed.code !== 0) return { why: refusalOf(changed, folder, 'look at a worktree').detail };
  const others = [worktreeRef(id, 'base'), '--branches', '--tags', '--remotes'];
  const counted = await git({
    folder,
    args: ['rev-list', '--count', '--ignore-missing', 'HEAD', '--not', ...others],
  });
  if (counted.code !== 0) return { why: refusalOf(counted, folder, 'look at a worktree').detail };
  const rows = changed.stdout.toString().split('\0');
  return { files: rows.flatMap((row) => row.slice(3) || []), commits: Number(counted.stdout.toString()) };
}
