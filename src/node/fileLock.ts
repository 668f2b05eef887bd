/**
 * A lock that other windows and processes of this machine respect: a file, created exclusively, that names its holder.
 * It is held for moments; the lock of a process that died is taken away.
 */
import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { isIndex, readObject } from '../core/jsonObject';
import { identify, isAlive, type ProcessIdentity } from './processes/identity';
import { createWhole, readIfThere } from './runner/files';

/** What a lock file says; the id tells two locks of one process apart. */
interface Holder extends ProcessIdentity {
  readonly schema_version: number;
  readonly id: string;
}

const LOCK_VERSION = 1;

/** What the work gave, or who still holds the lock after all the waiting; no pid where the file does not say. */
export type Locked<T> =
  { readonly value: T } | { readonly heldBy: { readonly pid: number | undefined; readonly file: string } };

/**
 * Does the work while this process holds the lock.
 * @param file absolute path of the lock file; its folder is there
 * @param patience milliseconds to wait for somebody else
 */
export async function whileLocked<T>(
  file: string,
  work: () => Promise<T>,
  patience: number,
): Promise<Locked<T>> {
  return holding(file, work, performance.now() + patience);
}

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

async function holding<T>(file: string, work: () => Promise<T>, until: number): Promise<Locked<T>> {
  const mine = await lockText();
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const theirs = await readIfThere(file);
    if (theirs === undefined) {
      if (await createWhole(file, mine)) break;
    } else if (await isDead(theirs)) {
      await takeAway(file, theirs, until);
      if (performance.now() <= until) continue;
    }
    if (performance.now() > until) return { heldBy: { pid: holderOf(theirs)?.pid, file } };
    await setTimeout(pause);
  }
  try {
    return { value: await work() };
  } finally {
    // Somebody may have removed it by hand, and the next one taken hold.
    if ((await readIfThere(file)) === mine) await rm(file, { force: true });
  }
}

async function lockText(): Promise<string> {
  const self = await identify(process.pid);
  if (self.start === undefined) throw new Error('The system does not say when this process started.');
  const holder: Holder = { schema_version: LOCK_VERSION, ...self, id: randomUUID() };
  return `${JSON.stringify(holder)}\n`;
}

async function isDead(text: string): Promise<boolean> {
  const holder = holderOf(text);
  return holder !== undefined && !(await isAlive(holder));
}

/**
 * Removes the very lock that was looked at. Two who find the same dead holder would else remove each other's new lock:
 * a lock of its own, named by what was looked at, lets one at a time look again and remove.
 */
async function takeAway(file: string, dead: string, until: number): Promise<void> {
  const name = createHash('sha256').update(dead).digest('hex').slice(0, 16);
  const remove = async (): Promise<void> => {
    if ((await readIfThere(file)) === dead) await rm(file, { force: true });
  };
  await holding(`${file}.${name}`, remove, until);
}

/** Ours are written whole; what a damaged one means nobody can tell, so it holds until a person removes it. */
function holderOf(text: string | undefined): ProcessIdentity | undefined {
  const read = readObject(text ?? '');
  if ('problem' in read) return undefined;
  const { pid, start } = read.fields;
  return isIndex(pid) && pid > 0 && typeof start === 'string' ? { pid, start } : undefined;
}
