/**
 * Folders that appeared after a recursive watcher began, watched each by itself. On Linux such a watcher, that of VS Code too,
 * notices a folder and misses what happens in the folders that were made in it at once, as `mkdir -p` does:
 * https://github.com/parcel-bundler/watcher/issues/97.
 */
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { errorCode } from '../runner/files';
import { watchFolder } from '../runner/watchFolder';
import { NEVER_ENTERED } from './neverEntered';

/** Every user has a number of watchers, 8,192 by the smallest default, and other programs want some. */
const MOST = 2000;
const ONLY_FILES = /\.(?:md|txt|jsonl?|ya?ml)$/;

export class NewFolders {
  private readonly stops = new Map<string, () => void>();
  private full = false;
  private disposed = false;

  /**
   * @param noticed an absolute path in a watched folder that came, changed or went
   * @param failed why a folder is not watched; what is in it is still read on demand
   */
  constructor(
    private readonly noticed: (path: string) => void,
    private readonly failed: (problem: string) => void,
  ) {}

  /**
   * Watches those of the paths that are folders, with the folders in them, and those that are gone no longer. Whoever reads
   * them after this has resolved is told of every later change.
   */
  async look(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.filter((path) => !ONLY_FILES.test(path)).map((path) => this.watch(path)));
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops.values()) stop();
    this.stops.clear();
  }

  private async watch(folder: string): Promise<void> {
    const inside = await foldersIn(folder);
    if (inside === undefined) this.forget(folder);
    else if (this.begin(folder)) {
      // What was made between the look and the watching is found by a second look.
      await Promise.all(((await foldersIn(folder)) ?? []).map((each) => this.watch(each)));
    }
  }

  /** Whether the folder is watched from now on, and was not before. */
  private begin(folder: string): boolean {
    if (this.disposed || this.stops.has(folder)) return false;
    if (this.stops.size >= MOST) {
      if (!this.full) this.failed(`${folder} and others are not watched: ${MOST} that appeared are already`);
      this.full = true;
      return false;
    }
    const notice = (name: string | null): void => {
      // A watched folder tells that it went under its own name: what is there now, if anything is, is another one.
      const isItself = name === basename(folder);
      if (isItself) this.forget(folder);
      this.noticed(name === null || isItself ? folder : join(folder, name));
    };
    const failed = (problem: string): void => {
      this.forget(folder);
      this.failed(problem);
    };
    this.stops.set(folder, watchFolder(folder, notice, failed));
    return true;
  }

  private forget(folder: string): void {
    if (!this.stops.has(folder)) return;
    for (const [watched, stop] of this.stops) {
      if (watched !== folder && !watched.startsWith(folder + sep)) continue;
      stop();
      this.stops.delete(watched);
    }
  }
}

/** The folders in a folder; `undefined` for what is a file or a link, is gone or cannot be read. */
async function foldersIn(folder: string): Promise<string[] | undefined> {
  try {
    if (!(await lstat(folder)).isDirectory()) return undefined;
    const entries = await readdir(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !NEVER_ENTERED.has(entry.name));
    return folders.map(({ name }) => join(folder, name));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
