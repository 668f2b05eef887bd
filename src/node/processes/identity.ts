/** Telling whether a process noted earlier still lives, although pids are used again. */
import { errorCode } from '../runner/files';
import { type ProcessEntry, readProcEntry, readProcessTable } from './processTable';

/** A process as a record keeps it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** From `processStart`; absent when the process was gone before it could be asked: then it counts as dead. */
  readonly start?: string;
}

/** When a process started, in the system's own notation; `undefined` when there is no such living process. */
export async function processStart(pid: number): Promise<string | undefined> {
  return (await find(pid))?.start;
}

/** This process or another living one, ready for a record. */
export async function identify(pid: number): Promise<ProcessIdentity> {
  const start = await processStart(pid);
  return start === undefined ? { pid } : { pid, start };
}

/** Whether the very process that was noted lives; a zombie, or another process with its pid, does not count. */
export async function isAlive(noted: ProcessIdentity): Promise<boolean> {
  if (noted.start === undefined || !exists(noted.pid)) return false;
  return (await processStart(noted.pid)) === noted.start;
}

async function find(pid: number): Promise<ProcessEntry | undefined> {
  if (process.platform === 'linux') return readProcEntry(pid);
  return exists(pid) ? (await readProcessTable()).get(pid) : undefined;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) === 'EPERM') return true;
    throw error;
  }
}
