/** One process of a check or a script, from its start until nothing of it is awaited. */
import type { ChildProcess } from 'node:child_process';
import type { ProcessCare } from '../runner/processRecords';
import { drain, outputEnd } from './output';
import { startProcess } from './start';

export interface ProcessPlace extends ProcessCare {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborting ends the process with everything that it started. */
  readonly signal: AbortSignal;
  /** Receives standard output and error as they arrive. When it gives a promise, the next piece waits for it. */
  readonly take: (bytes: Buffer, from: 'stdout' | 'stderr') => Promise<void> | undefined;
}

export interface ProcessEnd {
  /** `null` when it was ended by a signal or never started. */
  readonly exitCode: number | null;
  /** Why it did not start or end by itself, as the rest of a sentence about it: `was ended by SIGKILL`. */
  readonly problem?: string;
}

/** Runs an argument list without a shell, with no standard input. Rejects when its tree cannot be ended. */
export async function runProcess(argv: readonly string[], place: ProcessPlace): Promise<ProcessEnd> {
  if (place.signal.aborted) return { exitCode: null, problem: 'was not started: the time was up' };
  const child = startProcess(argv, {
    cwd: place.cwd,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A process group of its own: what a terminal sends to us does not end it half-way.
    detached: process.platform !== 'win32',
  });
  if (child instanceof Error) return notStarted(child);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The output is always piped.');
  const drained = Promise.all([
    drain(stdout, (bytes) => place.take(bytes, 'stdout')),
    drain(stderr, (bytes) => place.take(bytes, 'stderr')),
  ]);
  const tree = endingTree(child.pid, place);
  try {
    const over = Promise.race([exit(child), tree.failed]);
    const end = await (child.pid === undefined ? over : place.whileRecorded(child.pid, over));
    await tree.ended();
    await outputEnd(child, drained);
    // It may have been stopped since.
    await tree.ended();
    return end;
  } finally {
    tree.release();
  }
}

/** Ends the tree on an abort: `failed` rejects when that cannot be done, `ended` waits for one under way. */
function endingTree(pid: number | undefined, { signal, endTree }: ProcessPlace) {
  let ending: Promise<void> | undefined;
  let onAbort = (): void => undefined;
  const failed = new Promise<never>((_, reject) => {
    onAbort = () => {
      ending = pid === undefined ? undefined : endTree(pid);
      ending?.catch(reject);
    };
  });
  signal.addEventListener('abort', onAbort, { once: true });
  const release = (): void => {
    signal.removeEventListener('abort', onAbort);
  };
  return { failed, ended: async () => ending, release };
}

function exit(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(notStarted(error));
    });
    child.once('exit', (exitCode, signal) => {
      resolve(signal === null ? { exitCode } : { exitCode, problem: `was ended by ${signal}` });
    });
  });
}

function notStarted(error: Error): ProcessEnd {
  return { exitCode: null, problem: `could not be started: ${error.message}` };
}
