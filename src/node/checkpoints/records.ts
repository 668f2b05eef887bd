/** The records' files, `<data>/checkpoints/<record id>.json`: written by the protocol of runr.md 12.4, and listed. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, type ReadRecord } from '../../core/checkpoints/record';
import { errorCode, namesIn, readIfThere, writeWhole } from '../runner/files';

const ENDING = '.json';

/** A record's file as it is now. */
export interface RecordFile {
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** When it was written last, in ms since 1970. */
  readonly modifiedMs: number;
  readonly read: ReadRecord;
}

export function recordsFolder(dataFolder: string): string {
  return join(dataFolder, 'checkpoints');
}

export function recordFile(dataFolder: string, id: string): string {
  return join(recordsFolder(dataFolder), `${id}${ENDING}`);
}

/** Every file that is named like a record, whatever it holds; what a crash left half-written is named otherwise. */
export async function listRecords(dataFolder: string): Promise<readonly RecordFile[]> {
  const names = (await namesIn(recordsFolder(dataFolder))).filter((name) => name.endsWith(ENDING));
  const files = await Promise.all(names.map((name) => readOne(dataFolder, name.slice(0, -ENDING.length))));
  return files.flatMap((file) => file ?? []);
}

/** One record's file; `undefined` when it is not there. One that cannot be read is told as a rejected record. */
export async function readOne(dataFolder: string, id: string): Promise<RecordFile | undefined> {
  const file = recordFile(dataFolder, id);
  try {
    const text = await readIfThere(file);
    if (text === undefined) return undefined;
    const modifiedMs = (await stat(file)).mtimeMs;
    return { id, file, modifiedMs, read: readRecord(text, { id }) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    const detail = `It could not be read: ${unwritten(error)}`;
    return { id, file, modifiedMs: 0, read: { rejected: { why: 'bad_json', detail } } };
  }
}

/** Writes a record whole. A failure is a value, because the checkpoint exists without its record. */
export async function writeRecord(
  dataFolder: string,
  id: string,
  text: string,
): Promise<{ readonly problem: string } | undefined> {
  const file = recordFile(dataFolder, id);
  try {
    await writeWhole(file, text);
    return undefined;
  } catch (error) {
    return { problem: `The record ${file} could not be written: ${unwritten(error)}` };
  }
}

/** Removes a record, if it is there. */
export async function removeRecord(
  dataFolder: string,
  id: string,
): Promise<{ readonly problem: string } | undefined> {
  const file = recordFile(dataFolder, id);
  try {
    await rm(file, { force: true });
    return undefined;
  } catch (error) {
    return { problem: `The record ${file} could not be removed: ${unwritten(error)}` };
  }
}

/** The file system's own words; any other error is a bug and goes on. */
function unwritten(error: unknown): string {
  if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
  return error.message;
}
