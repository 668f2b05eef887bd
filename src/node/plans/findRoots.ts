/** Finds plan roots in a workspace folder by walking it in parallel; links are not walked into. */
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../core/plan';
import type { FolderFilter } from './folderFilter';
import { errorCode, fileProblem, isAbsent, isSystemError, linkTarget, type PlanFiles } from './planFiles';
import { isNamed, rootAt, type Root } from './root';

export interface Search {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Other workspace folders, which are searched for themselves. */
  readonly others: ReadonlySet<string>;
  readonly filter: FolderFilter;
  readonly files: PlanFiles;
  /** The roots of the last scan, by path. */
  readonly known: ReadonlyMap<string, Root>;
  readonly signal: AbortSignal | undefined;
}

export interface Found {
  readonly roots: readonly Root[];
  /** Folders that could not be read. */
  readonly problems: readonly Problem[];
}

/** Every plan root of a workspace folder. Rejects when the signal aborts. */
export async function findRoots(search: Search): Promise<Found> {
  const { folder, files } = search;
  try {
    const walk = new Walk(search, await files.realpath(folder));
    await walk.into('');
    return walk;
  } catch (error) {
    search.signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    return { roots: [], problems: [unsearchable(folder, error)] };
  }
}

class Walk implements Found {
  readonly roots: Root[] = [];
  readonly problems: Problem[] = [];

  constructor(
    private readonly search: Search,
    private readonly boundary: string,
  ) {}

  /** @param path relative to the workspace folder, `/`-separated */
  async into(path: string): Promise<void> {
    const { folder, files, signal } = this.search;
    signal?.throwIfAborted();
    const here = join(folder, path);
    let entries: Dirent[];
    try {
      entries = await files.entries(here);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (!isAbsent(error)) this.problems.push(unsearchable(here, error));
      return;
    }
    if (path !== '' && (await isLinkedWorktree(here, entries, files))) return;
    // Nothing else lies in a folder that is a tool's own.
    if ((await this.tryRoot(path)) && isNamed(path)) return;
    await Promise.all(
      entries.map((entry) => this.visit(entry, path === '' ? entry.name : `${path}/${entry.name}`)),
    );
  }

  private async visit(entry: Dirent, path: string): Promise<void> {
    const { folder, files, filter, others } = this.search;
    const here = join(folder, path);
    if (filter.excluded(path) || others.has(here)) return;
    if (entry.isDirectory()) await this.into(path);
    // A link may be a plan's folder; what lies deeper behind it is found at its real place.
    if (!entry.isSymbolicLink() || !(isNamed(path) || filter.included(path))) return;
    if ((await linkTarget(here, this.boundary, files)) === 'inside') await this.tryRoot(path);
  }

  /** Takes in the root at a path where one may be; whether there is one. */
  private async tryRoot(path: string): Promise<boolean> {
    const { folder, files, filter, known } = this.search;
    const root = join(folder, path);
    const named = !filter.included(path);
    if (named && !isNamed(path)) return false;
    const found = await rootAt({ root, folder, boundary: this.boundary, named }, files, known.get(root));
    if (found !== undefined) this.roots.push(found);
    return found !== undefined;
  }
}

/** A linked worktree is another checkout of the same project: its plans are copies. */
async function isLinkedWorktree(
  folder: string,
  entries: readonly Dirent[],
  files: PlanFiles,
): Promise<boolean> {
  if (!entries.some((entry) => entry.name === '.git' && entry.isFile())) return false;
  const file = join(folder, '.git');
  try {
    if ((await files.stat(file)).size > LONGEST_LINK) return false;
    return /^gitdir:.*[\\/]worktrees[\\/][^\\/]+\s*$/.test((await files.read(file)).toString('utf8'));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A file that git itself cannot read makes no worktree.
    return false;
  }
}

const LONGEST_LINK = 8192;

function unsearchable(folder: string, error: unknown): Problem {
  return fileProblem(
    'read-failed',
    folder,
    `This folder cannot be searched for plans (${errorCode(error)}).`,
  );
}
