/** Brings what differs between trees into the person's index, and takes it out again. The working tree is not touched. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromptCommit } from '../core/actions/prompts/promptsWork';
import type { NoAnswer } from '../core/actions/workTree';
import type { GitCommand } from './checkpoints/gitCommand';
import { refusalOf } from './checkpoints/gitRefusal';

type Change = PromptCommit['changes'][number];

/**
 * Brings the changes into an index that holds no others; where a crash left the first of them in it, the rest.
 * @returns the tree that is to be committed
 */
export async function stage(
  git: GitCommand,
  top: string,
  changes: readonly Change[],
): Promise<{ readonly tree: string } | NoAnswer> {
  const clean = await git({ folder: top, args: ['diff', '--cached', '--quiet'] });
  if (clean.code !== 0 && clean.code !== 1)
    return { refused: refusalOf(clean, top, 'look at the index').detail };
  const there = clean.code === 0 ? 0 : await stagedBefore(git, top, changes);
  if (there === undefined)
    return { refused: 'The index holds changes of its own. Commit them, or take them out of it, first.' };
  for (const [at, change] of changes.slice(there).entries()) {
    const refused = await apply(git, top, change);
    if (refused === undefined) continue;
    if (there + at > 0) await unstage(git, top);
    return refused;
  }
  return { tree: await writeTree(git, top) };
}

/** How many of the changes the index holds beside what HEAD has; `undefined` where it holds anything else. */
async function stagedBefore(
  git: GitCommand,
  top: string,
  changes: readonly Change[],
): Promise<number | undefined> {
  const tree = await writeTree(git, top);
  if (tree === '') return undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  try {
    const index = join(scratch, 'index');
    await readHead(git, top, index);
    for (const [at, change] of changes.entries()) {
      if ((await apply(git, top, change, index)) !== undefined) return undefined;
      if ((await writeTree(git, top, index)) === tree) return at + 1;
    }
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Why the change between two trees cannot be brought into the index. */
async function apply(
  git: GitCommand,
  top: string,
  { from, to }: Change,
  index?: string,
): Promise<NoAnswer | undefined> {
  const plain = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', '--binary', '--full-index'];
  const patch = await git({ folder: top, args: ['diff-tree', '-r', '-p', ...plain, from, to] });
  if (patch.code !== 0) return { refused: refusalOf(patch, top, 'tell what was changed').detail };
  // git takes an empty patch for a damaged one.
  if (patch.stdout.length === 0) return undefined;
  const args = ['apply', '--cached', '--whitespace=nowarn', '-'];
  const applied = await git({ folder: top, args, input: patch.stdout, ...(index && { index }) });
  if (applied.code === 0) return undefined;
  return {
    refused:
      'It rests on changes that are not committed, so it cannot be committed by itself. Commit by hand.',
  };
}

/** Where the index held nothing of its own before: it is as HEAD has it again. */
export async function unstage(git: GitCommand, top: string): Promise<void> {
  await readHead(git, top);
  await git({ folder: top, args: ['update-index', '-q', '--refresh'] });
}

async function readHead(git: GitCommand, top: string, index?: string): Promise<void> {
  const head = await git({ folder: top, args: ['rev-parse', '--verify', '--quiet', 'HEAD'] });
  const args = ['read-tree', head.code === 0 ? 'HEAD' : '--empty'];
  await git({ folder: top, args, ...(index && { index }) });
}

/** Empty where the index cannot be written as a tree: paths of a merge are in it, or there is none. */
async function writeTree(git: GitCommand, top: string, index?: string): Promise<string> {
  const answer = await git({ folder: top, args: ['write-tree'], ...(index && { index }) });
  return answer.code === 0 ? answer.stdout.toString().trim() : '';
}
