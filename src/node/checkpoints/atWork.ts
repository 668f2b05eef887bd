/** Who is at a restore now. Its end may never be written down: the process dies, or the disk is full. */
import type { RestoreStarted } from '../../core/checkpoints/restoreHistory';
import { isAlive } from '../processes/identity';

/** The restores that this process is at. */
const here = new Set<string>();

/** Does the work of a restore, which is at work meanwhile. */
export async function whileAtWork<T>(id: string, work: () => Promise<T>): Promise<T> {
  here.add(id);
  try {
    return await work();
  } finally {
    here.delete(id);
  }
}

/** Whether this process or another living one is still at a restore whose end is not written down. */
export async function isAtWork({ id, process: owner }: RestoreStarted): Promise<boolean> {
  if (owner === undefined || owner.pid === process.pid) return here.has(id);
  return isAlive(owner);
}
