/**
 * What came after what in a data folder, whatever the clock said: a clock can be set back between a restore and the
 * events after it.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createWhole, errorCode, readBytes, writeWhole } from './runner/files';

/** The first line: where to count from, so that a file that was deleted begins again beyond all that it gave out. */
const FIRST_LINE = /^(\d{1,15})\n/;

/**
 * A number that is larger than all that were given out before, in whatever window, as the field of an entry: each call
 * makes the file `order` of the data folder (absolute) longer by one byte, which needs no lock. Two calls at the same
 * time may get the same. No field where the system lets nothing be written there: then the clock has to do.
 * @param now milliseconds, for a file that has to be begun
 */
export async function nextOrder(dataFolder: string, now = Date.now()): Promise<{ readonly order?: number }> {
  const file = join(dataFolder, 'order');
  try {
    return (await countOn(file)) ?? (await begin(file, now));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return {};
  }
}

async function begin(file: string, now: number): Promise<{ readonly order?: number }> {
  const text = `${now}\n`;
  // Another window may have begun it meanwhile. One that is none of ours counts nothing, and is written anew.
  if (!(await createWhole(file, text)) && (await countOn(file)) === undefined) await writeWhole(file, text);
  return (await countOn(file)) ?? {};
}

/** `undefined` where the file is not there, or is none of ours. */
async function countOn(file: string): Promise<{ readonly order: number } | undefined> {
  try {
    // To read and append, without making it.
    const handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    try {
      const head = FIRST_LINE.exec((await readBytes(handle, 0, 20)).toString('latin1'));
      if (head === null) return undefined;
      await handle.appendFile('.');
      await handle.datasync();
      const { size } = await handle.stat();
      return { order: Number(head[1]) + size - head[0].length };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
