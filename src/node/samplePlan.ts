/** Puts the sample project with its plan into a folder. Nothing that is there is ever overwritten. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorCode } from './runner/files';

/** What became of it: the files written, or those that are there already, in which case nothing was written. */
export type SampleResult = { readonly written: readonly string[] } | { readonly inTheWay: readonly string[] };

/**
 * Copies the sample.
 * @param sample the folder that the sample is shipped in
 * @param into absolute; made when it is not there
 * @returns paths relative to `into`
 */
export async function createSample(sample: string, into: string): Promise<SampleResult> {
  const files = await filesBelow(sample);
  const present = await Promise.all(files.map((file) => isThere(join(into, file))));
  const inTheWay = files.filter((_, index) => present[index]);
  if (inTheWay.length > 0) return { inTheWay };
  for (const file of files) {
    await mkdir(dirname(join(into, file)), { recursive: true });
    // Another program may have made the file since: then this fails and the file stays.
    await copyFile(join(sample, file), join(into, file), constants.COPYFILE_EXCL);
  }
  return { written: files };
}

/** Whether a folder holds nothing but perhaps a repository. A folder that is not there is empty. */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).every((name) => name === '.git');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    // A file where a folder should be: it is in the way as well.
    if (errorCode(error) === 'ENOTDIR') return true;
    throw error;
  }
}
