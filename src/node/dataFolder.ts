/** Making the folder that runs are kept in. */
import { mkdir } from 'node:fs/promises';

const OWNER_ONLY = 0o700;

/**
 * Makes the data folder with what is missing above it. It is for its owner only: what agents are started with and what
 * they print is kept in it. One that is there keeps its permissions.
 */
export async function makeDataFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: OWNER_ONLY });
}
