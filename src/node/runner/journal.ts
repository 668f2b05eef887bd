/** The journal file of a run: one event a line, appended and never edited. */
import { open, type FileHandle } from 'node:fs/promises';
import { emptyFold, foldLines, type JournalFold } from '../../core/run';
import type { RunEvent } from '../../core/events';
import { nextOrder } from '../order';
import { appendLine, errorCode, readBytes } from './files';

/** How far a journal was read: its fold, and the bytes of whole lines that went into it. */
export interface JournalRead {
  readonly fold: JournalFold;
  readonly bytes: number;
}

/** Appends one event, with its place in the order of the data folder (absolute). */
export async function appendEvent(file: string, event: RunEvent, dataFolder: string): Promise<void> {
  await appendLine(file, JSON.stringify({ ...event, ...(await nextOrder(dataFolder)) }));
}

/**
 * Reads on from where `before` ended, only the new bytes, and only whole lines: the rest may still be being
 * written. A journal that is shorter than before was replaced and is read anew. `undefined`: the file is not there.
 */
export async function readJournal(file: string, before?: JournalRead): Promise<JournalRead | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const from = before && before.bytes <= size ? before : { fold: emptyFold(file), bytes: 0 };
    const fresh = await readBytes(handle, from.bytes, size - from.bytes);
    const whole = fresh.subarray(0, fresh.lastIndexOf('\n') + 1);
    if (whole.length === 0) return from;
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    return { fold: foldLines(from.fold, lines), bytes: from.bytes + whole.length };
  } finally {
    await handle.close();
  }
}
