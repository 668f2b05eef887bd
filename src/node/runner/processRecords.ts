/** Checks and scripts at work, written down beside their run, so that a later window can end what a crash left of them. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, type ProcessIdentity } from '../processes/identity';
import type { Drive } from './drive';
import { namesIn, readIfThere, writeWhole } from './files';

/** How a check's or script's process is ended and remembered. */
export interface ProcessCare {
  /** Ends a process and everything that it started; resolves when nothing of it is left. */
  readonly endTree: (pid: number) => Promise<void>;
  /** Keeps a record of a process on the disk until the work with it is over; gives what the work gives. */
  readonly whileRecorded: <T>(pid: number, work: Promise<T>) => Promise<T>;
}

/** The care for the processes of one run. */
export function processCare({ folder, processes }: Pick<Drive, 'folder' | 'processes'>): ProcessCare {
  const endTree = async (pid: number): Promise<void> => processes.endTree(await identify(pid));
  return { endTree, whileRecorded: (pid, work) => whileRecorded(folder, pid, work, endTree) };
}

/** `runs/<run>/processes/<pid>.json` */
interface ProcessRecord extends ProcessIdentity {
  readonly schema_version: number;
}

const RECORD_VERSION = 1;

/** One that cannot be written ends the process, and rejects. */
async function whileRecorded<T>(
  runFolder: string,
  pid: number,
  work: Promise<T>,
  endTree: (pid: number) => Promise<void>,
): Promise<T> {
  const file = join(folderOf(runFolder), `${pid}.json`);
  const written = record(file, pid).catch(async (error: unknown) => {
    await endTree(pid);
    throw error;
  });
  const [result] = await Promise.all([work, written]);
  await rm(file, { force: true });
  return result;
}

async function record(file: string, pid: number): Promise<void> {
  const identity = await identify(pid);
  if (identity.start === undefined) return;
  const line: ProcessRecord = { schema_version: RECORD_VERSION, ...identity };
  await writeWhole(file, `${JSON.stringify(line)}\n`);
}

/** Ends what still lives of the recorded processes, with all they started. Call only for a run that nobody else drives. */
export async function endRecorded(
  runFolder: string,
  endTree: (noted: ProcessIdentity) => Promise<void>,
): Promise<void> {
  for (const name of await names(folderOf(runFolder))) {
    const file = join(folderOf(runFolder), name);
    const noted = read((await readIfThere(file)) ?? '');
    if (noted) await endTree(noted);
    await rm(file, { force: true });
  }
}

async function names(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => name.endsWith('.json'));
}

/** Ours are written whole; a damaged one names nothing that could be ended safely. */
function read(text: string): ProcessIdentity | undefined {
  try {
    const { pid, start } = JSON.parse(text) as Partial<ProcessRecord>;
    return typeof pid === 'number' && typeof start === 'string' ? { pid, start } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function folderOf(runFolder: string): string {
  return join(runFolder, 'processes');
}
