/** What a checkpoint does not hold, decided before anything is read: too large, too many, or not to be read. */
import { accessSync, constants, lstatSync, type Stats } from 'node:fs';
import type { LeftOut } from '../../core/checkpoints/checkpoint';
import { errorCode } from '../runner/files';
import { onDisk } from './onDisk';
import type { SnapshotLimits } from './ports';
import { type BytePath, type Change, type Scan, shownPath } from './snapshotScan';

export interface Sorted {
  readonly held: readonly Change[];
  readonly dropped: readonly Change[];
  readonly leftOut: readonly LeftOut[];
}

/** Paths that turned out not to be held when it was tried. */
export type Unfit = ReadonlyMap<BytePath, 'unreadable' | 'refused_by_git'>;

/**
 * Sorts what the scan found. `top` is the worktree's top folder; `unfit` are the paths that are known not to be held, with
 * the reason, `also` those that are held whatever the limits say.
 */
export function sortChanges(
  top: string,
  scan: Scan,
  limits: SnapshotLimits,
  { unfit, also }: { readonly unfit: Unfit; readonly also: ReadonlySet<BytePath> },
): Sorted {
  const folders = crowdedFolders(scan.changes, limits.maxUntracked);
  const leftOut: LeftOut[] = [
    ...[...folders].map(([path, files]): LeftOut => ({ path: shownPath(path), reason: 'too_many', files })),
    ...scan.nested.map((path): LeftOut => ({ path: shownPath(path), reason: 'nested_repository' })),
    ...scan.dirtySubmodules.map((path): LeftOut => ({
      path: `${shownPath(path)}/`,
      reason: 'submodule_changes',
    })),
  ];
  // One that is only staged as deleted may lie there, ignored.
  const found = new Set(scan.changes.flatMap(({ path, what }) => (what === 'same' ? [] : [path])));
  const besides = [...also].filter((path) => !found.has(path));
  const held: Change[] = [];
  const dropped: Change[] = [];
  for (const change of [...scan.changes, ...besides.map((path): Change => ({ path, what: 'besides' }))]) {
    const { path, what } = change;
    const asked = also.has(path);
    if (what === 'untracked' && !asked && parents(path).some((folder) => folders.has(folder))) continue;
    const why = whyNot(top, change, asked ? Infinity : limits.maxFileSize, unfit);
    if (why === undefined) held.push(change);
    else {
      dropped.push(change);
      leftOut.push({ path: shownPath(path), ...why });
    }
  }
  return { held, dropped, leftOut };
}

/**
 * Folders with more untracked files than the limit, with the number. Judged from the innermost outwards: a folder that
 * is left out does not count for the one around it, so that as little as possible is left out. Never the top folder.
 */
function crowdedFolders(changes: readonly Change[], limit: number): ReadonlyMap<BytePath, number> {
  const all = new Map<BytePath, number>();
  for (const { path, what } of changes) {
    if (what !== 'untracked') continue;
    for (const folder of parents(path)) all.set(folder, (all.get(folder) ?? 0) + 1);
  }
  const remaining = new Map(all);
  const crowded = new Set<BytePath>();
  for (const folder of [...all.keys()].sort((a, b) => b.length - a.length)) {
    const files = remaining.get(folder) ?? 0;
    if (files <= limit) continue;
    crowded.add(folder);
    for (const parent of parents(folder)) remaining.set(parent, (remaining.get(parent) ?? 0) - files);
  }
  const outermost = [...crowded].filter((folder) => !parents(folder).some((parent) => crowded.has(parent)));
  return new Map(outermost.map((folder) => [folder, all.get(folder) ?? 0]));
}

/** The folders around a path, each with its `/` at the end; those of a folder are the ones around it. */
function parents(path: BytePath): BytePath[] {
  const folders: BytePath[] = [];
  for (let end = path.indexOf('/'); end >= 0 && end < path.length - 1; end = path.indexOf('/', end + 1)) {
    folders.push(path.slice(0, end + 1));
  }
  return folders;
}

function whyNot(
  top: string,
  { path, what }: Change,
  maxFileSize: number,
  unfit: Unfit,
): Omit<LeftOut, 'path'> | undefined {
  if (what === 'same' || what === 'deleted') return undefined;
  const known = unfit.get(path);
  if (known !== undefined) return { reason: known };
  const status = statusOf(top, path);
  return status?.isFile() === true && status.size > maxFileSize
    ? { reason: 'too_large', size: status.size }
    : undefined;
}

/**
 * What is at the path on the disk, a symbolic link as itself. Synchronous, because that takes microseconds, and a round
 * through the thread pool for each of thousands of files takes longer than git does.
 */
export function statusOf(top: string, path: BytePath): Stats | undefined {
  try {
    return lstatSync(onDisk(top, path), { throwIfNoEntry: false });
  } catch (error) {
    // In a folder that may not be entered, or below a file: git will say what becomes of it.
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Whether a file that is to be held cannot be read. */
export function isUnreadable(top: string, path: BytePath): boolean {
  const status = statusOf(top, path);
  if (status?.isFile() !== true) return false;
  try {
    accessSync(onDisk(top, path), constants.R_OK);
    return false;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return errorCode(error) !== 'ENOENT';
  }
}
