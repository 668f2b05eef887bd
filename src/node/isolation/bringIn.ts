/**
 * Brings what happened between two trees into the working tree: a three-way merge with the tree as it is now, then the
 * same two-tree merge by which restores write. Index, HEAD, branch and stash stay. Whatever a person has changed since is
 * one of the sides, uncommitted and untracked files included.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownPath, type Difference } from '../../core/checkpoints/restorePlan';
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { compare, treeDifferences } from '../checkpoints/comparison';
import { holdExactBytes } from '../checkpoints/exactBytes';
import type { GitCommand } from '../checkpoints/gitCommand';
import type { SnapshotLimits } from '../checkpoints/ports';
import { findRepository, operationUnderWay } from '../checkpoints/repository';
import { onDisk } from '../checkpoints/restoreChecks';
import { mergeTrees } from '../checkpoints/restoreMerge';
import { withCapturedTree, type CapturedTree, type Found } from '../checkpoints/snapshotTree';
import { commitTree, mergeTree, type Choice } from './mergeTree';
import { withoutTorn } from './torn';
import { entriesOf } from './treeWith';

type Refused = { readonly refused: CheckpointRefusal };

/** What is brought in, and where to. */
export interface BringIn {
  /** Any folder inside the worktree that is written to, absolute. */
  readonly folder: string;
  /** Commits: what happened between them is brought in. */
  readonly base: string;
  readonly theirs: string;
  readonly choice?: Choice;
  /** The same was begun before and cut short: some files may be there already, one may be half written. */
  readonly again: boolean;
  readonly limits: SnapshotLimits;
  /** Holds the tree as it is, before a person's files are replaced; why it could not be. */
  hold(captured: CapturedTree): Promise<Refused | undefined>;
  /** Called with the commit of the merge when all is known and nothing is written yet; why it may not begin. */
  begin(merge: string): Promise<Refused | undefined>;
}

/** How many files changed, or why nothing or not all was written. */
export type BroughtIn =
  | { readonly changed: number }
  /** Nothing was written. */
  | { readonly conflicts: readonly string[]; readonly inTheWay: boolean }
  /** Nothing was written: a file changed meanwhile. */
  | { readonly moving: string }
  /** git stopped while it wrote. */
  | { readonly halfDone: string }
  | Refused;

/** Nothing of the person's is lost: what only they changed stays, and what both changed is for them to decide. */
export async function bringIn(git: GitCommand, asked: BringIn): Promise<BroughtIn> {
  const { folder, limits } = asked;
  const scratch = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  try {
    return await withCapturedTree<Found, Exclude<BroughtIn, Refused>>(
      git,
      { folder, limits },
      () => find(git, asked),
      (captured) => bring(git, asked, captured, scratch),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Files in the place of what comes are held whatever their size, and although they may be ignored. */
async function find(git: GitCommand, { folder, base, theirs }: BringIn): Promise<Found | Refused> {
  const repository = await findRepository(git, folder);
  if ('refused' in repository) return repository;
  const { top, gitDir } = repository;
  const busy = await operationUnderWay(gitDir);
  if (busy !== undefined) return { refused: busyWith(top, busy) };
  const differences = await treeDifferences(git, top, base, theirs);
  if ('refused' in differences) return differences;
  const paths = differences.map(({ path }) => path);
  return { repository, alsoHold: onDisk(top, paths, Infinity) };
}

async function bring(
  git: GitCommand,
  asked: BringIn,
  captured: CapturedTree,
  scratch: string,
): Promise<BroughtIn> {
  const { base, theirs, choice, again } = asked;
  const { top } = captured.repository;
  const ours = again
    ? await withoutTorn(git, captured, { before: base, to: theirs }, scratch)
    : captured.tree;
  if (typeof ours !== 'string') return ours;
  const merged = await mergeTree(git, top, { base, ours, theirs }, choice, scratch);
  if ('refused' in merged) return merged;
  if ('conflicts' in merged) return { conflicts: merged.conflicts, inTheWay: false };
  const differences = await treeDifferences(git, top, captured.tree, merged.tree);
  if ('refused' in differences) return differences;
  if (differences.length === 0) return { changed: 0 };
  const stopped = await inTheWay(git, captured, merged.tree, differences);
  if (stopped) return stopped;
  const held = await holdExactBytes(git, captured, differences);
  if ('refused' in held) return held;
  const unheld = held.exact === undefined ? undefined : await lossy(git, captured, held.exact, choice);
  if (unheld) return unheld;
  if (choice?.side === 'theirs') {
    const unsafe = await asked.hold({ ...captured, ...held });
    if (unsafe) return unsafe;
  }
  const merge = await commitTree(git, top, merged.tree, [merged.ours, merged.theirs]);
  if (typeof merge !== 'string') return merge;
  const refused = await asked.begin(merge);
  return refused ?? write(git, captured, merged.tree, differences.length);
}

/** What no snapshot holds, and what is a repository of its own, makes room for nothing. */
async function inTheWay(
  git: GitCommand,
  captured: CapturedTree,
  tree: string,
  differences: readonly Difference[],
): Promise<BroughtIn | undefined> {
  const gone = differences.filter(({ then }) => then === undefined).map(({ path }) => path);
  const plan = await compare(git, captured, {
    tree,
    differences,
    exact: undefined,
    leftOut: [],
    notThen: new Set(gone),
  });
  if ('refused' in plan) return plan;
  if (plan.kept.length === 0) return undefined;
  return { conflicts: plan.kept.map(({ path }) => shownPath(path)), inTheWay: true };
}

/**
 * Files whose bytes git would not give back are not replaced without a person's word.
 * @param exact the commit of these files
 */
async function lossy(
  git: GitCommand,
  { repository: { top } }: CapturedTree,
  exact: string,
  choice: Choice | undefined,
): Promise<BroughtIn | undefined> {
  const listed = await entriesOf(git, top, exact);
  if ('refused' in listed) return listed;
  const files = listed.entries.map(({ path }) => shownPath(path));
  const undecided = files.filter((path) => choice?.files.has(path) !== true);
  return undecided.length === 0 ? undefined : { conflicts: undecided, inTheWay: false };
}

async function write(
  git: GitCommand,
  captured: CapturedTree,
  tree: string,
  changed: number,
): Promise<BroughtIn> {
  const done = await mergeTrees(git, captured, tree);
  if (done === 'merged') return { changed };
  const { top } = captured.repository;
  if (done === 'half_done') return { halfDone: `git stopped while it wrote files in ${top}.` };
  return 'unjudged' in done ? { halfDone: done.unjudged.detail } : { moving: done.refused.detail };
}

function busyWith(top: string, what: string): CheckpointRefusal {
  return {
    code: 'in_progress',
    detail: `git is in the middle of a ${what} in ${top}.`,
    wayOut: 'Finish or leave it first, then go on.',
  };
}
