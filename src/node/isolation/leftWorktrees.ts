/** Worktrees of steps that are still there: found on the disk and by git, told apart by the journals. */
import { dirname, basename, join } from 'node:path';
import { worktreesOf } from '../../core/isolation/worktrees';
import type { Run } from '../../core/run';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { namesIn } from '../runner/files';
import type { RunStore } from '../runner/runStore';
import { WORKTREE_REFS, worktreesFolder } from './place';
import { foldersIn, removeWorktree } from './remove';

/** A worktree that is still there. */
export interface LeftWorktree {
  readonly id: string;
  /** Its top folder, absolute; it may be gone, and only refs be left of it. */
  readonly folder: string;
  /** The run that worked there; absent where none ever did. */
  readonly run?: Run;
  /**
   * `at_work`: its run or that of the stage is not at rest; `merged`: all that was merged is in the working tree; `left`: a
   * person kept theirs; `not_merged`: nothing of it is in the working tree; `unused`: nobody ever worked there.
   */
  readonly state: 'at_work' | 'merged' | 'left' | 'not_merged' | 'unused';
}

/**
 * Those of a repository (its top folder, absolute), oldest first; or why they cannot be listed, as a sentence.
 * @param store opened and up to date
 */
export async function leftWorktrees(
  git: GitCommand,
  top: string,
  store: RunStore,
): Promise<readonly LeftWorktree[] | { readonly why: string }> {
  const ids = await idsOf(git, top);
  if ('why' in ids) return ids;
  const runs = [...store.runs(), ...store.cutRuns()];
  const known = runs.flatMap((stage) =>
    stage.header.stage ? worktreesOf(store.events(stage.id)).map((one) => ({ ...one, stage })) : [],
  );
  return ids.map((id) => {
    const run = runs.find(({ header }) => header.isolated?.id === id);
    const told = known.find(({ worktree }) => worktree === id);
    const atWork = told?.stage.phase === 'active' || run?.phase === 'active';
    const state = atWork ? 'at_work' : (told?.outcome ?? (run ? 'not_merged' : 'unused'));
    return { id, folder: join(worktreesFolder(top), id), state, ...(run && { run }) };
  });
}

/**
 * Removes worktrees with all that they hold, which a person has to have agreed to; those at work stay.
 * @returns why some are still there, a sentence each
 */
export async function removeLeft(
  git: GitCommand,
  top: string,
  left: readonly LeftWorktree[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { id, folder, state } of left) {
    const why =
      state === 'at_work'
        ? `In ${folder} a step is at work.`
        : await removeWorktree(git, top, { id, unused: state === 'unused' });
    if (why !== undefined) problems.push(why);
  }
  return problems;
}

async function idsOf(git: GitCommand, top: string): Promise<readonly string[] | { readonly why: string }> {
  const all = worktreesFolder(top);
  const [listed, refs, there] = await Promise.all([
    git({ folder: top, args: ['worktree', 'list', '--porcelain', '-z'] }),
    git({ folder: top, args: ['for-each-ref', '--format=%(refname)', `${WORKTREE_REFS}/`] }),
    namesIn(all),
  ]);
  for (const answer of [listed, refs])
    if (answer.code !== 0) return { why: refusalOf(answer, top, 'list the worktrees').detail };
  const ofGit = foldersIn(listed.stdout).filter((folder) => dirname(folder) === all);
  const ofRefs = refs.stdout.toString().split('\n');
  const ids = [
    ...there,
    ...ofGit.map((folder) => basename(folder)),
    ...ofRefs.map((ref) => ref.slice(WORKTREE_REFS.length + 1).split('/')[0] ?? ''),
  ];
  return [...new Set(ids)].filter((id) => /^[0-9A-Za-z]{1,64}$/.test(id)).sort();
}
