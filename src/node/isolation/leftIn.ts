/** The worktrees of steps that are still there for a workspace folder, and removing those that a person chose. */
import { gitCommand, within } from '../checkpoints/gitCommand';
import { findRepository } from '../checkpoints/repository';
import type { RunStore } from '../runner/runStore';
import { leftWorktrees, removeLeft, type LeftWorktree } from './leftWorktrees';
import { GIT_MS } from './limits';
import { onlyThere, type OnlyThere } from './onlyThere';

const git = within(GIT_MS, gitCommand);

/** The worktrees that a repository still has, each with what only it holds. */
export interface LeftIn {
  /** Top folder of the repository's worktree, absolute. */
  readonly top: string;
  readonly left: readonly {
    readonly left: LeftWorktree;
    readonly only: OnlyThere | { readonly why: string };
  }[];
}

/** Those where nobody is at work, oldest first; or why they cannot be listed; `undefined` outside of a repository. */
export async function leftIn(
  folder: string,
  store: RunStore,
): Promise<LeftIn | { readonly top: string; readonly why: string } | undefined> {
  const repository = await findRepository(git, folder);
  if ('refused' in repository) return undefined;
  const { top } = repository;
  await store.refresh();
  const all = await leftWorktrees(git, top, store);
  if ('why' in all) return { top, why: all.why };
  const resting = all.filter(({ state }) => state !== 'at_work');
  const left = await Promise.all(
    resting.map(async (one) => ({ left: one, only: await onlyThere(git, one) })),
  );
  return { top, left };
}

/**
 * Removes those of these ids, with all that they hold; one where somebody is at work since stays.
 * @returns why some are still there, a sentence each
 */
export async function removeLeftIn(
  folder: string,
  store: RunStore,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found = ids.length === 0 ? undefined : await findRepository(git, folder);
  if (found === undefined) return [];
  if ('refused' in found) return [found.refused.detail];
  await store.refresh();
  const all = await leftWorktrees(git, found.top, store);
  if ('why' in all) return [all.why];
  return removeLeft(
    git,
    found.top,
    all.filter(({ id }) => ids.includes(id)),
  );
}
