/** The texts of files that agents may not change, as they are compared before and after an attempt. */
import { lstat, readFile } from 'node:fs/promises';
import { errorCode } from './runner/files';

/** A longer file is no plan, log or sidecar: it is neither compared nor put back. */
const LONGEST_TEXT = 1024 * 1024;

/**
 * `undefined` where there is no file; `null` for what is there and is a link, a folder, too large, or no UTF-8. Throws when
 * it cannot be read.
 */
export async function guardedText(file: string): Promise<string | null | undefined> {
  try {
    const stats = await lstat(file);
    if (!stats.isFile() || stats.size > LONGEST_TEXT) return null;
    const bytes = await readFile(file);
    const text = bytes.toString('utf8');
    return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
