/** Ending a process with everything it started: ask, then insist, then kill (docs: agents, rule 9). */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../runner/files';
import type { ProcessIdentity } from './identity';
import { noteMarked } from './mark';
import { type ProcessEntry, readProcessTable } from './processTable';
import { growTree } from './tree';

export interface EndTreeOptions {
  /** Milliseconds from the start until SIGTERM; 5000. */
  readonly terminateAfter?: number;
  /** Milliseconds from the start until SIGKILL; 10000. */
  readonly killAfter?: number;
  /** What the processes of the tree carry in their environment: those that left the tree are found by it (`mark.ts`). */
  readonly mark?: string;
  /** Told before each round of signals. */
  readonly onProgress?: (signal: EndSignal, processes: number) => void;
  /** Milliseconds of a clock that only goes forward, and waiting by it; tests bring their own. */
  readonly clock?: Clock;
}

export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** What ending took: the signals sent, in order (empty: nothing lived), and the pids that even SIGKILL left. */
export interface TreeEnd {
  readonly signals: readonly EndSignal[];
  readonly left: readonly number[];
}

const POLL = 50;
/** How long a killed process may take to vanish before it is reported as left. */
const AFTER_KILL = 5_000;
const realClock: Clock = { now: () => performance.now(), sleep };

/**
 * Sends SIGINT to every process of the tree, SIGTERM after 5 s, SIGKILL after 10 s, and resolves as soon as nothing is
 * left. The tree is listed anew all the time, so that late children end too; none gets the same signal twice.
 */
export async function endTree(root: ProcessIdentity, options: EndTreeOptions = {}): Promise<TreeEnd> {
  const { terminateAfter = 5_000, killAfter = 10_000, clock = realClock } = options;
  const noted = new Map([[root.pid, root.start]]);
  const signals: EndSignal[] = [];
  const signalled = new Set<string>();
  const began = clock.now();
  for (;;) {
    const living = await listLiving(noted, options.mark, signals.length === 0);
    if (living.length === 0) return { signals, left: [] };
    const elapsed = clock.now() - began;
    if (elapsed > killAfter + AFTER_KILL) return { signals, left: living.map(({ pid }) => pid) };
    const signal = elapsed < terminateAfter ? 'SIGINT' : elapsed < killAfter ? 'SIGTERM' : 'SIGKILL';
    const fresh = living.filter(({ pid, start }) => !signalled.has(`${pid} ${start} ${signal}`));
    if (signals.at(-1) !== signal) {
      signals.push(signal);
      options.onProgress?.(signal, living.length);
    }
    for (const { pid, start } of fresh) signalled.add(`${pid} ${start} ${signal}`);
    await Promise.all(fresh.map(({ pid }) => send(pid, signal)));
    await clock.sleep(POLL);
  }
}

/** Looking for those that left the tree reads a file for each process: done at first, and when nothing else is left. */
async function listLiving(
  noted: Map<number, string | undefined>,
  mark: string | undefined,
  first: boolean,
): Promise<readonly ProcessEntry[]> {
  const table = await readProcessTable();
  const living = growTree(noted, table);
  if (mark === undefined || (living.length > 0 && !first)) return living;
  await noteMarked(noted, table, mark);
  return growTree(noted, table);
}

async function send(pid: number, signal: EndSignal): Promise<void> {
  if (process.platform === 'win32') return taskkill(pid, signal === 'SIGKILL');
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone since the listing, or not ours to signal: the next listing tells, and `left` names it in the end.
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}

/** Windows knows no signals: `taskkill /T` asks a process and all it started, `/F` ends them by force. Its exit code is not needed, the next listing tells. */
export function taskkill(pid: number, force: boolean): Promise<void> {
  const args = ['/PID', String(pid), '/T', ...(force ? ['/F'] : [])];
  return new Promise((resolve) => {
    execFile('taskkill', args, { windowsHide: true }, () => {
      resolve();
    });
  });
}
