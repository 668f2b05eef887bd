/** Where the log of restores lies: `restores.jsonl` in the data folder. */
import { join } from 'node:path';
import type { RestoreEntry } from '../../core/checkpoints/checkpoint';
import {
  readRestores,
  RESTORE_LOG_VERSION,
  unfinishedRestore,
  type RestoreLog,
} from '../../core/checkpoints/restoreHistory';
import { appendLine, readIfThere } from '../runner/files';
import { isAtWork } from './atWork';
import type { UnfinishedRestore } from './ports';

/** The whole log; empty when there is none. */
export async function loadRestoreLog(dataFolder: string): Promise<RestoreLog> {
  return readRestores(((await readIfThere(restoreLogFile(dataFolder))) ?? '').split('\n'));
}

/** Appends one line and flushes it to the disk: what follows may be cut short at any moment. */
export function appendRestoreEntry(dataFolder: string, entry: RestoreEntry): Promise<void> {
  return appendLine(restoreLogFile(dataFolder), JSON.stringify(entry));
}

/**
 * The restore of this worktree (absolute path of its top folder) that was begun and neither finished nor undone. One
 * that is at work, here or in another window, is none.
 */
export async function findUnfinishedRestore(
  dataFolder: string,
  worktree: string,
): Promise<UnfinishedRestore | undefined> {
  const restore = unfinishedRestore(await loadRestoreLog(dataFolder), worktree);
  if (restore === undefined) return undefined;
  if (restore.ended === undefined && (await isAtWork(restore.started))) return undefined;
  const { id, at, checkpoint, safety } = restore.started;
  return {
    id,
    at,
    checkpoint: { id: checkpoint.id, name: checkpoint.name },
    safety: { id: safety.id },
    ...(restore.ended && { stray: restore.ended.stray ?? [] }),
  };
}

/** Writes down that a person keeps what the last restore of this worktree left behind; nothing where it left nothing. */
export async function keepStrayChanges(
  dataFolder: string,
  worktree: string,
  by: string,
  at: Date,
): Promise<void> {
  const restore = unfinishedRestore(await loadRestoreLog(dataFolder), worktree);
  if (restore?.ended === undefined) return;
  await appendRestoreEntry(dataFolder, {
    schema_version: RESTORE_LOG_VERSION,
    type: 'stray_kept',
    id: restore.started.id,
    at: at.toISOString(),
    by,
  });
}

export function restoreLogFile(dataFolder: string): string {
  return join(dataFolder, 'restores.jsonl');
}
