/** Where the log of "Set Status…" lies: `status.jsonl` in the data folder. */
import { join } from 'node:path';
import type { StatusChange } from '../core/status';
import { readStatusLog, type StatusLog } from '../core/statusLog';
import { appendLine, readIfThere } from './runner/files';

/** The whole log; empty when there is none. */
export async function loadStatusLog(dataFolder: string): Promise<StatusLog> {
  return readStatusLog((await readIfThere(logFile(dataFolder))) ?? '');
}

/** Appends one line. */
export function appendStatusChange(dataFolder: string, change: StatusChange): Promise<void> {
  return appendLine(logFile(dataFolder), JSON.stringify(change));
}

function logFile(dataFolder: string): string {
  return join(dataFolder, 'status.jsonl');
}
