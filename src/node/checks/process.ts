/** One process of a check, from its start until nothing of it is awaited. */
import type { ChildProcess } from 'node:child_process';
import { drain, outputEnd, type Take } from '../processes/output';
import { startProcess } from '../processes/start';
import type { ProcessCare } from '../runner/processRecords';

export interface ProcessPlace extends ProcessCare {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Receives standard output and error as they arrive. */
  readonly take: Take;
}

export interface ProcessEnd {
  /** `null` when it was ended by a signal or never started. */
  readonly exitCode: number | null;
  /** Why it did not start or end by itself. */
  readonly problem?: string;
}

/** Runs an argument list without a shell, with no standard input. */
export async function runProcess(argv: readonly string[], place: ProcessPlace): Promise<ProcessEnd> {
  const [program = ''] = argv;
  if (place.signal.aborted)
    return { exitCode: null, problem: `${program} was not started: the time was up.` };
  const child = startProcess(argv, {
    cwd: place.cwd,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A process group of its own: what a terminal sends to us does not end the check half-way.
    detached: process.platform !== 'win32',
  });
  if (child instanceof Error) return notStarted(program, child);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The output of a check is always piped.');
  const drained = Promise.all([drain(stdout, place.take), drain(stderr, place.take)]);
  const tree = endingTree(child.pid, place);
  try {
    const over = Promise.race([exit(child, program), tree.failed]);
    const end = await (child.pid === undefined ? over : place.whileRecorded(child.pid, over));
    await tree.ended();
    await outputEnd(child, drained);
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

function exit(child: ChildProcess, program: string): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(notStarted(program, error));
    });
    child.once('exit', (exitCode, signal) => {
      resolve(signal === null ? { exitCode } : { exitCode, problem: `${program} was ended by ${signal}.` });
    });
  });
}

function notStarted(program: string, error: Error): ProcessEnd {
  return { exitCode: null, problem: `"${program.slice(0, 200)}" could not be started: ${error.message}` };
}
