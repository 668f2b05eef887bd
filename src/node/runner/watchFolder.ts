/** Watching a folder of ours. */
import { watch } from 'node:fs';
import { errorCode } from './files';

/**
 * Tells the names of files that changed, `null` where the system does not say which.
 * @param failed told why it is not watched, or no longer: where the system allows no more watchers, everything is still
 * read on demand
 * @returns how to end it
 */
export function watchFolder(
  folder: string,
  notice: (name: string | null) => void,
  failed: (problem: string) => void,
): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, (_kind, name) => {
      notice(name);
    });
    watcher.on('error', (error) => {
      failed(`${folder} is no longer watched: ${error.message}`);
      watcher.close();
    });
    return () => {
      watcher.close();
    };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    failed(`${folder} cannot be watched: ${String(error)}`);
    return () => undefined;
  }
}
