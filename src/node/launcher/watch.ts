/** Noticing that files in a folder changed: the system's events where they come, a slow look where they don't. */
import { type FSWatcher, watch } from 'node:fs';

/** Wakes whoever waits for a folder. */
export interface FolderWatch {
  /** Resolves at the next change in the folder, or after the time given (milliseconds); at once when one came meanwhile. */
  next(timeout: number): Promise<void>;
  close(): void;
}

/** Watches the files directly in the folders. A folder that cannot be watched is looked at when the time is over. */
export function watchFolders(folders: readonly string[]): FolderWatch {
  let changed = false;
  let wake: (() => void) | undefined;
  const notice = (): void => {
    changed = true;
    wake?.();
  };
  const watchers = folders.map((folder) => watchFolder(folder, notice));
  return {
    async next(timeout) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeout);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      changed = false;
    },
    close() {
      for (const watcher of watchers) watcher?.close();
      notice();
    },
  };
}

function watchFolder(folder: string, notice: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, notice);
    // The folder went away, or the system has no watches left: `next` resolves by its timeout instead.
    watcher.on('error', notice);
    return watcher;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
