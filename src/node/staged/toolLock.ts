/**
 * The locks that GSD's own tool takes before it writes (renn-gsd.md 2.5): `STATE.md.lock` beside the state, stale after 10 s,
 * and `.lock` in the folder, stale after 30 s. One at a time is held, so that nobody waits for each other.
 */
import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { GSD } from '../../core/formats/staged/names';
import { createWhole, errorCode, readIfThere } from '../runner/files';

const WAIT_MS = 30_000;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [20, 200];

/** @returns what the work gave; `undefined` where somebody held the lock for too long */
export async function whileToolWaits<T>(
  file: string,
  work: () => Promise<T>,
  wait = WAIT_MS,
): Promise<T | undefined> {
  const isState = basename(file) === GSD.state;
  const lock = isState ? `${file}.lock` : join(dirname(file), '.lock');
  const mine = `${process.pid} ${randomUUID()}\n`;
  const until = performance.now() + wait;
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (await createWhole(lock, mine)) break;
    if (await isStale(lock, isState ? 10_000 : 30_000)) {
      await rm(lock, { force: true });
      continue;
    }
    if (performance.now() > until) return undefined;
    await setTimeout(pause);
  }
  try {
    return await work();
  } finally {
    // Whoever took ours for stale may hold its own by now.
    if ((await readIfThere(lock)) === mine) await rm(lock, { force: true });
  }
}

async function isStale(lock: string, after: number): Promise<boolean> {
  try {
    const stats = await stat(lock);
    return stats.isFile() && Date.now() - stats.mtimeMs > after;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
