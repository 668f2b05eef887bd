import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cache } from '../paths';

const stamp = '.complete';

/**
 * Fills `.vscode-test/<name>` once. The work happens in a temporary folder beside it, which gets its final name only when
 * everything is in place: an interrupted install leaves nothing that looks finished.
 *
 * @returns the folder
 */
export async function installOnce(
  name: string,
  title: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(cache, name);
  if (existsSync(path.join(folder, stamp))) {
    console.log(`[setup] ${title}: present`);
    return folder;
  }
  console.log(`[setup] ${title}: installing`);
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(path.join(cache, `.installing-${name}-`));
  try {
    await fill(temporary);
    await writeFile(path.join(temporary, stamp), `${new Date().toISOString()}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}
