/** Removing the worktree of a step, with the refs that keep what was its. */
import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { errorCode } from '../runner/files';
import { worktreeRef, worktreesFolder, type WorktreeRef } from './place';

/** Which worktree, and what may go with it. */
export interface Removal {
  readonly id: string;
  /** The result's ref stays: commits that were made in the worktree hang on it. */
  readonly keepResult?: boolean;
  /** Nothing was ever at work there: what lies in the folder without being a worktree goes too. */
  readonly unused?: boolean;
}

/**
 * Removes a worktree of ours whatever it holds: what it came to has to be in safety already. The folder is found by the
 * id, never by what a journal says.
 * @returns why it is still there, as a sentence
 */
export async function removeWorktree(
  git: GitCommand,
  top: string,
  { id, keepResult = false, unused = false }: Removal,
): Promise<string | undefined> {
  if (!/^[0-9A-Za-z]{1,64}$/.test(id)) return `${id} is no name of a worktree.`;
  const all = worktreesFolder(top);
  const folder = join(all, id);
  const listed = await git({ folder: top, args: ['worktree', 'list', '--porcelain', '-z'] });
  if (listed.code !== 0) return refusalOf(listed, top, 'list the worktrees').detail;
  if (foldersIn(listed.stdout).includes(folder)) {
    // Twice: it is locked.
    const answer = await git({ folder: top, args: ['worktree', 'remove', '--force', '--force', folder] });
    if (answer.code !== 0) return refusalOf(answer, top, 'remove a worktree').detail;
  }
  if (unused) await rm(folder, { recursive: true, force: true });
  if (existsSync(folder)) return `${folder} is no worktree of ${top}.`;
  await removeIfEmpty(all);
  const refs: WorktreeRef[] = ['base', 'merge', ...(keepResult ? [] : ['result' as const])];
  const input = refs.map((ref) => `delete ${worktreeRef(id, ref)}\n`).join('');
  const answer = await git({ folder: top, args: ['update-ref', '--stdin'], input });
  return answer.code === 0 ? undefined : refusalOf(answer, top, 'remove the refs of a worktree').detail;
}

/** The top folders of all worktrees, from `git worktree list --porcelain -z`. */
export function foldersIn(stdout: Buffer): string[] {
  const lines = stdout.toString().split('\0');
  return lines.flatMap((line) => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []));
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error;
  }
}
