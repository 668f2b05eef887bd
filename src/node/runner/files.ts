/** Writing files so that a reader never meets half of one. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, lstat, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * Whole write: temporary file beside it, flushed, then renamed over; a file that was there keeps its permissions.
 * Folders are made as needed. A write that fails leaves nothing behind.
 */
export async function writeWhole(file: string, text: string | Uint8Array): Promise<void> {
  const temporary = await writeTemporary(file, text, await modeOf(file));
  try {
    await renameOver(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** On Windows a virus scanner or an indexer may hold the file for a moment. */
const HELD: readonly (string | undefined)[] = ['EPERM', 'EBUSY', 'EACCES'];
const RETRY_AFTER_MS = [10, 20, 40, 80, 160];

async function renameOver(from: string, to: string): Promise<void> {
  for (const wait of RETRY_AFTER_MS) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!HELD.includes(errorCode(error))) throw error;
      await setTimeout(wait);
    }
  }
  await rename(from, to);
}

/** So that the new name outlives a power cut, where the system lets a folder be flushed: not every one does. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/**
 * Creates the file with its whole text, or gives `false` when it is there already: of several writers one wins.
 *
 * @param mode its permissions, held from before the first byte; without it the system's default
 */
export async function createWhole(file: string, text: string, mode?: number): Promise<boolean> {
  const temporary = await writeTemporary(file, text, mode);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Appends one line, all of it or an error, then a flush to the disk. A line that a crash left torn is closed first. */
export async function appendLine(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a+');
  try {
    const { size } = await handle.stat();
    const torn = size > 0 && (await readBytes(handle, size - 1, 1)).toString() !== '\n';
    // Unlike `write`, this does not take a write that a full disk cut short for done.
    await handle.appendFile(`${torn ? '\n' : ''}${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Up to so many bytes of a file from a position on. */
export async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Windows has no `O_NONBLOCK` and no named pipes among files: there it adds nothing. */
const READ_NOW = constants.O_RDONLY | constants.O_NONBLOCK;

/** A larger file is no record and no plan. */
const LARGEST = 64 * 1024 * 1024;

/**
 * The text of a file; `undefined` when it is not there. Anything but a regular file is refused: a named pipe would be
 * waited for, for ever, and a few of them would stop all reading of this process; a device may have no end.
 */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, READ_NOW);
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size > LARGEST) {
        const why = stats.isFile()
          ? `has ${stats.size} bytes; at most ${LARGEST} are read`
          : 'is no regular file';
        throw Object.assign(new Error(`${file} ${why}.`), { code: stats.isFile() ? 'EFBIG' : 'EINVAL' });
      }
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether there certainly is nothing at a path: what may not be looked at may be there. */
export async function isGone(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return errorCode(error) === 'ENOENT';
  }
}

/** The code of a file system or process error (`ENOENT`); `undefined` for any other error. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    const stats = await lstat(file);
    return stats.isFile() ? stats.mode & 0o777 : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The names in a folder; of one that is not there, none. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function writeTemporary(file: string, text: string | Uint8Array, mode?: number): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  const handle = await open(temporary, 'wx');
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
}
