/** Whether the steps of a batch can each work in a git worktree of their own. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { Plan, Step } from '../../core/plan';
import { isWithin } from '../../core/isWithin';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { findRepository, operationUnderWay, type Repository } from '../checkpoints/repository';
import { errorCode } from '../runner/files';
import { realFolder } from '../runner/present';

/** The first git that merges without a working tree (`git merge-tree --write-tree`). */
const OLDEST = [2, 38] as const;

/** A repository in which steps can be isolated, or why they cannot be, as sentences. */
export type Possible = { readonly repository: Repository } | { readonly why: string };

/** Looks without touching anything. */
export async function whetherIsolated(
  git: GitCommand,
  plan: Plan,
  steps: readonly Step[],
): Promise<Possible> {
  const old = await olderGit(git, plan.folder);
  if (old !== undefined) return { why: old };
  const repository = await findRepository(git, plan.folder);
  if ('refused' in repository) return { why: repository.refused.detail };
  const why =
    (await unfitRepository(repository, plan)) ??
    (await heldElsewhere(git, repository.top)) ??
    (await ignoredPlan(git, plan, steps));
  return why === undefined ? { repository } : { why };
}

async function olderGit(git: GitCommand, folder: string): Promise<string | undefined> {
  const answer = await git({ folder, args: ['version'] });
  if (answer.code !== 0) return refusalOf(answer, folder, 'tell its version').detail;
  const [, major, minor] = /(\d+)\.(\d+)/.exec(answer.stdout.toString()) ?? [];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (!isOld) return undefined;
  return `git ${major ?? ''}.${minor ?? ''} is older than ${OLDEST.join('.')}, the first that can merge what steps did in worktrees.`;
}

async function unfitRepository(
  { top, gitDir, head }: Repository,
  { folder, root }: Plan,
): Promise<string | undefined> {
  if (!isWithin(top, await realFolder(folder)))
    return `The repository of ${folder} says that its files lie elsewhere, in ${top}.`;
  if (!isWithin(folder, root) || !isWithin(top, await realFolder(root)))
    return `The plan ${root} does not lie in the repository ${top}.`;
  if (head === undefined) return `The repository ${top} has no commit yet.`;
  const busy = await operationUnderWay(gitDir);
  if (busy !== undefined) return `git is in the middle of a ${busy} in ${top}.`;
  try {
    await access(dirname(top), constants.W_OK);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return `Worktrees would go beside ${top}, where you may not write.`;
  }
  return undefined;
}

/** What a worktree would have as empty folders or as pointers only. */
async function heldElsewhere(git: GitCommand, top: string): Promise<string | undefined> {
  const [links, large] = await Promise.all([
    git({ folder: top, args: ['ls-files', '-z', '--stage'] }),
    git({ folder: top, args: ['ls-files', '-z', '--', ':(top,attr:filter=lfs)'] }),
  ]);
  for (const answer of [links, large])
    if (answer.code !== 0) return refusalOf(answer, top, 'list the files').detail;
  if (/(?:^|\0)160000 /.test(links.stdout.toString('latin1')))
    return `The repository ${top} has submodules, which worktrees would have empty.`;
  if (large.stdout.length > 0)
    return `The repository ${top} has files in Git LFS, which worktrees might not have.`;
  return undefined;
}

/** A plan that git ignores is in no worktree, and what is written into it would never be merged. */
async function ignoredPlan(
  git: GitCommand,
  { folder }: Plan,
  steps: readonly Step[],
): Promise<string | undefined> {
  const files = steps.flatMap(({ file, handoffFile }) => [file, ...(handoffFile ? [handoffFile] : [])]);
  // With `./` before it a name that begins with a colon is no magic.
  const input = files.map((file) => `./${relative(folder, file).replaceAll('\\', '/')}\0`).join('');
  const answer = await git({ folder, args: ['check-ignore', '-z', '--stdin'], input });
  // Exit code 1 only says that none is ignored.
  if (answer.code === 1) return undefined;
  if (answer.code !== 0) return refusalOf(answer, folder, 'tell ignored files').detail;
  const first = answer.stdout.toString().split('\0')[0] ?? '';
  return `git ignores ${first.slice(2)}, so that a worktree would not have it.`;
}
