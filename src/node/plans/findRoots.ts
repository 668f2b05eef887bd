/** Finds plan roots in a workspace folder by walking it; links are not walked into. */
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { PlanFormat } from '../../core/formats/format';
import { fileProblem, type Problem } from '../../core/problem';
import type { FolderFilter } from './folderFilter';
import { errorCode, isAbsent, isSystemError, linkTarget, type PlanFiles } from './planFiles';
import { isNamed, knownAs, rootAt, type FoundRoot } from './root';
import { NEVER_ENTERED } from './neverEntered';
import type { Work } from './work';

export interface Search {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Where to begin, relative to it and `/`-separated; `''` is the workspace folder itself. It may be gone. */
  readonly from: string;
  /** Other workspace folders, which are searched for themselves. */
  readonly others: ReadonlySet<string>;
  readonly filter: FolderFilter;
  readonly files: PlanFiles;
  readonly formats: readonly PlanFormat[];
  /** A root as last seen, by its absolute path. */
  known(root: string): FoundRoot | undefined;
  readonly work: Work;
}

export interface Found {
  readonly roots: readonly FoundRoot[];
  /** Folders that could not be read. */
  readonly problems: readonly Problem[];
}

/** Every plan root at or below a folder. Rejects when the work is given up. */
export async function findRoots(search: Search): Promise<Found> {
  const { folder, files } = search;
  search.work.throwIfAborted();
  let boundary: string;
  try {
    boundary = files.realpath(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { roots: [], problems: [unsearchable(folder, error)] };
  }
  const walk = new Walk(search, boundary);
  await walk.all(search.from);
  return walk;
}

class Walk implements Found {
  readonly roots: FoundRoot[] = [];
  readonly problems: Problem[] = [];
  /** Folders still to be searched, relative to the workspace folder. */
  private readonly waiting: string[] = [];

  constructor(
    private readonly search: Search,
    private readonly boundary: string,
  ) {}

  async all(from: string): Promise<void> {
    if (from === '') this.waiting.push('');
    else await this.begin(from);
    for (let path = this.waiting.pop(); path !== undefined; path = this.waiting.pop()) {
      if (this.search.work.due) await this.search.work.pause();
      await this.into(path);
    }
  }

  /** Begins below the workspace folder, where the search from the top would have got to: behind no link, in no worktree. */
  private async begin(from: string): Promise<void> {
    const { folder, files } = this.search;
    const parts = from.split('/');
    const above = parts.slice(0, -1);
    try {
      if (files.realpath(join(folder, ...above)) !== join(this.boundary, ...above)) return;
      const ways = above.map((_, index) => join(folder, ...above.slice(0, index + 1)));
      if (ways.some((way) => isLinkedWorktree(way, files.entries(way), files))) return;
      const name = parts[parts.length - 1];
      const entry = files.entries(join(folder, ...above)).find((one) => one.name === name);
      if (entry) await this.visit(entry, from);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (!isAbsent(error)) this.problems.push(unsearchable(join(folder, ...above), error));
    }
  }

  /** @param path relative to the workspace folder, `/`-separated */
  private async into(path: string): Promise<void> {
    const { folder, formats, files } = this.search;
    const here = join(folder, path);
    let entries: Dirent[];
    try {
      entries = files.entries(here);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (!isAbsent(error)) this.problems.push(unsearchable(here, error));
      return;
    }
    if (path !== '' && isLinkedWorktree(here, entries, files)) return;
    // Nothing else lies in a folder that is a tool's own.
    if ((await this.tryRoot(path, false)) && isNamed(knownAs({ root: here, folder }), formats)) return;
    for (const entry of entries) {
      if (!entry.isFile()) await this.visit(entry, path === '' ? entry.name : `${path}/${entry.name}`);
    }
  }

  private async visit(entry: Dirent, path: string): Promise<void> {
    const { folder, filter, files, formats, others } = this.search;
    const here = join(folder, path);
    if (NEVER_ENTERED.has(entry.name) || filter.excluded(path) || others.has(here)) return;
    if (entry.isDirectory()) this.waiting.push(path);
    // A link may be a plan's folder; what lies deeper behind it is found at its real place.
    if (!entry.isSymbolicLink() || !(isNamed(path, formats) || filter.included(path))) return;
    if (linkTarget(here, this.boundary, files) === 'inside') await this.tryRoot(path, true);
    else if (isNamed(path, formats))
      this.problems.push(fileProblem('link-outside', 'warning', here, OUTSIDE));
  }

  /** Takes in the root at a path where one may be; whether there is one. */
  private async tryRoot(path: string, linked: boolean): Promise<boolean> {
    const { folder, filter, files, formats, work } = this.search;
    const root = join(folder, path);
    const named = !filter.included(path);
    if (named && !isNamed(knownAs({ root, folder }), formats)) return false;
    const place = { root, folder, boundary: this.boundary, named, linked };
    const found = await rootAt(place, remembering(files), work, this.search.known(root), formats);
    if (found !== undefined) this.roots.push(found);
    return found !== undefined;
  }
}

/** Several formats are offered the same folders: each is listed once. */
function remembering(files: PlanFiles): PlanFiles {
  const known = new Map<string, Dirent[]>();
  return {
    ...files,
    entries(folder) {
      const entries = known.get(folder) ?? files.entries(folder);
      known.set(folder, entries);
      return entries;
    },
  };
}

/** A linked worktree is another checkout of the same project: its plans are copies. */
function isLinkedWorktree(folder: string, entries: readonly Dirent[], files: PlanFiles): boolean {
  if (!entries.some((entry) => entry.name === '.git' && entry.isFile())) return false;
  try {
    const head = files.head(join(folder, '.git'), LONGEST_LINK, 'leave');
    const text = head?.bytes.toString('utf8') ?? '';
    return /^gitdir:.*[\\/]worktrees[\\/][^\\/]+\s*$/.test(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A file that git itself cannot read makes no worktree.
    return false;
  }
}

const LONGEST_LINK = 8192;
const OUTSIDE =
  'This link leads out of the workspace folder, or nowhere, and is not followed. Open the folder that it leads to, or put the plan here.';

function unsearchable(folder: string, error: unknown): Problem {
  return fileProblem(
    'read-failed',
    'warning',
    folder,
    `This folder cannot be searched for plans (${errorCode(error)}).`,
  );
}
