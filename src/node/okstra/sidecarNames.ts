/** Which carry sidecars lie below a plan of okstra, for whoever depends on them (okstra.md 3.2). */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { carryFiles, ENTERED } from '../../core/formats/okstra/files';
import { errorCode } from '../runner/files';

/** A plan with more names below its runs is no plan. */
const MOST_NAMES = 20_000;

/** Relative to the plan's folder, sorted; links are not followed. */
export async function sidecarNames(root: string): Promise<string[]> {
  const names: string[] = [];
  const folders = ['runs/'];
  for (const folder of folders) {
    for (const entry of await entriesOf(join(root, folder))) {
      if (names.length + folders.length > MOST_NAMES) return carryFiles(names.sort());
      const name = `${folder}${entry.name}`;
      if (entry.isDirectory() && ENTERED.test(`${name}/`)) folders.push(`${name}/`);
      else if (entry.isFile()) names.push(name);
    }
  }
  return carryFiles(names.sort());
}

async function entriesOf(
  folder: string,
): Promise<{ name: string; isFile(): boolean; isDirectory(): boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}
