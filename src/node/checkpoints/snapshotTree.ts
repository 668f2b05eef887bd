/** The working tree as a git tree, made with one scan on a private copy of the user's index (docs/editor-api.md (f)). */
import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointRefusal, LeftOut } from '../../core/checkpoints/checkpoint';
import { errorCode } from '../runner/files';
import { alsoHeld } from './alsoHeld';
import type { GitAnswer, GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { LastSteps } from './lastSteps';
import { isUnreadable, sortChanges, type Sorted } from './leftOut';
import type { SnapshotLimits, SnapshotRequest } from './ports';
import { likelyIndex, type Repository } from './repository';
import { refusedPaths } from './refusedPaths';
import { scanEverything } from './scanEverything';
import { type BytePath, readScan, type Scan, shownPath } from './snapshotScan';

export type Refused = { readonly refused: CheckpointRefusal };

export interface CapturedTree {
  readonly repository: Repository;
  /** The private index that holds the tree; gone when the use of it is over. */
  readonly index: string;
  readonly tree: string;
  /** As in `CheckpointObject`. */
  readonly exact?: string;
  readonly head?: string;
  readonly branch?: string;
  /** Held paths that differ from HEAD. */
  readonly filesChanged: number;
  readonly leftOut: readonly LeftOut[];
  /** Paths that are not in the user's index and that no ignore rule keeps from sight. */
  readonly untracked: ReadonlySet<BytePath>;
  /** Started already, to make a checkpoint of it. */
  readonly last?: LastSteps;
}

/** What has to be known before anything is held. */
export interface Found {
  readonly repository: Repository;
  readonly alsoHold?: readonly string[];
  /** Called when git has begun to read what is to be held: there is time for something else. */
  readonly meanwhile?: () => unknown;
}

/** A file may change or vanish between the scan and the reading; then both are done again. */
const ATTEMPTS = 3;

/**
 * Captures the working tree, hands it over, and removes the private index again. Nothing but loose objects remains.
 *
 * @param find the repository of the folder, and what else has to be found out; meanwhile the scan is under way
 */
export async function withCapturedTree<F extends Found, T>(
  git: GitCommand,
  { folder, limits }: Pick<SnapshotRequest, 'folder' | 'limits'>,
  find: () => Promise<F | Refused>,
  use: (captured: CapturedTree, found: F) => Promise<T | Refused>,
): Promise<T | Refused> {
  const scratch = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  const index = join(scratch, 'index');
  try {
    const likely = await likelyIndex(folder);
    if (likely) await copyIndex(likely, index);
    // The scan first: it takes longest.
    const scan = likely ? scanEverything(git, folder, index) : undefined;
    const [scanned, found] = await Promise.all([scan, find()]);
    if ('refused' in found) return found;
    const first = found.repository.index === likely ? scanned : undefined;
    const captured = await capture(git, found, index, limits, first);
    return 'refused' in captured ? captured : await use(captured, found);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @param scanned the first scan, where it was made already */
async function capture(
  git: GitCommand,
  { repository, alsoHold = [], meanwhile }: Found,
  index: string,
  limits: SnapshotLimits,
  scanned: GitAnswer | undefined,
): Promise<CapturedTree | Refused> {
  const { top } = repository;
  const unfit = new Map<BytePath, 'unreadable' | 'refused_by_git'>();
  let first = scanned;
  for (let attempt = 1; ;) {
    let status = first;
    first = undefined;
    if (status === undefined) {
      await copyIndex(repository.index, index);
      status = await scanEverything(git, top, index);
    }
    if (status.code !== 0) return { refused: refusalOf(status, top, 'look for changes') };
    const scan = readScan(status.stdout);
    const also = alsoHeld(top, alsoHold);
    const sorted = sortChanges(top, scan, limits, { unfit, also: new Set(also) });
    const staging = stage(git, top, index, sorted);
    meanwhile?.();
    const { failed, refused } = await staging;
    if (failed === undefined) {
      const left = refused.map((path): LeftOut => ({ path: shownPath(path), reason: 'refused_by_git' }));
      const leftOut = [...sorted.leftOut, ...left, ...closedFolders(status.stderr)];
      const asHead =
        scan.changes.length === 0 && sorted.held.length === 0 && repository.head?.commit === scan.head;
      const tree = (asHead && repository.head?.tree) || (await writeTree(git, top, index));
      if (typeof tree === 'object') return tree;
      return { repository, index, tree, leftOut, ...summary(scan, sorted, refused) };
    }
    // It names one file, and will not name it again.
    for (const path of refused) unfit.set(path, 'refused_by_git');
    if (refused.length > 0) continue;
    if (attempt === ATTEMPTS || failed.code !== 'unstable') return { refused: failed };
    for (const { path } of sorted.held) if (isUnreadable(top, path)) unfit.set(path, 'unreadable');
    attempt += 1;
  }
}

/**
 * The copy is given a time just before the original's: git compares contents only of files that are not older than the
 * index, and a later time would hide changes. A repository without a first `git add` has no index.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  try {
    const seconds = (Math.floor((await stat(from)).mtimeMs) - 1) / 1000;
    await copyFile(from, to);
    await utimes(to, seconds, seconds);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await rm(to, { force: true });
  }
}

interface Staged {
  readonly failed?: CheckpointRefusal;
  /** What git does not hold. */
  readonly refused: readonly BytePath[];
}

/** Brings the private index to the state of the working tree: exactly the paths that the scan named. */
async function stage(
  git: GitCommand,
  top: string,
  index: string,
  { held, dropped }: Sorted,
): Promise<Staged> {
  const deleted = held.filter(({ what }) => what === 'deleted').map(({ path }) => path);
  const written = held.filter(({ what }) => what !== 'deleted' && what !== 'same').map(({ path }) => path);
  // A tree has no conflicts: where the file cannot be held, one side stands for it.
  const conflicts = dropped.flatMap(({ path, fallback }) =>
    fallback ? ['--cacheinfo', `${fallback.mode},${fallback.sha},${shownPath(path)}`] : [],
  );
  // Deleted ones by force: git refuses to look at a path whose folder has become a symbolic link.
  const updates = [
    { options: [...conflicts, '--force-remove'], paths: deleted, needed: conflicts.length > 0 },
    { options: ['--remove', '--ignore-skip-worktree-entries'], paths: written, needed: false },
  ];
  const passedOver: BytePath[] = [];
  for (const { options, paths, needed } of updates) {
    if (paths.length === 0 && !needed) continue;
    const args = ['update-index', '--add', '--replace', ...options, '-z', '--stdin'];
    const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
    const answer = await git({ folder: top, args, index, input });
    const refused = await refusedPaths(git, { top, index }, answer, paths);
    if ('refused' in refused) return { failed: refused.refused, refused: [] };
    if (answer.code !== 0) return { failed: refusalOf(answer, top, 'hold the files'), refused };
    passedOver.push(...refused);
  }
  return { refused: passedOver };
}

/** Folders that git could not enter; what the index has below them stays as it is. */
function closedFolders(stderr: string): LeftOut[] {
  return [...stderr.matchAll(/^warning: could not open directory '(.+)': /gm)].map(([, path = '']) => ({
    path,
    reason: 'unreadable',
  }));
}

function summary(
  { head, branch, changes }: Scan,
  { held }: Sorted,
  refused: readonly BytePath[],
): Pick<CapturedTree, 'head' | 'branch' | 'filesChanged' | 'untracked'> {
  const differing = held.filter(({ what, path }) => what !== 'besides' && !refused.includes(path));
  const filesChanged = new Set(differing.map(({ path }) => path)).size;
  const untracked = new Set(changes.filter(({ what }) => what === 'untracked').map(({ path }) => path));
  return { ...(head && { head }), ...(branch && { branch }), filesChanged, untracked };
}

async function writeTree(git: GitCommand, folder: string, index: string): Promise<string | Refused> {
  const answer = await git({ folder, args: ['write-tree'], index });
  if (answer.code !== 0) return { refused: refusalOf(answer, folder, 'write the tree') };
  return answer.stdout.toString().trim();
}
