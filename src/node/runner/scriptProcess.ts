/** One process whose standard output is its answer. */
import type { ChildProcess } from 'node:child_process';
import { startProcess } from '../processes/start';
import type { ProcessCare } from './processRecords';

export interface ScriptPlace extends ProcessCare {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

export interface ScriptEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Why its output counts for nothing: no start, non-zero exit, time-out, too much output. */
  readonly problem?: string;
}

const LONGEST_OUTPUT = 4 * 1024 * 1024;
const STDERR_SHOWN = 500;

/** Runs an argument list without a shell and without standard input; resolves when its whole tree is gone. */
export async function runScript(argv: readonly string[], place: ScriptPlace): Promise<ScriptEnd> {
  const timeout = AbortSignal.timeout(place.timeoutSeconds * 1000);
  const signal = AbortSignal.any([place.signal, timeout]);
  const child = startProcess(argv, {
    cwd: place.cwd,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: process.platform !== 'win32',
  });
  if (child instanceof Error)
    return { exitCode: null, stdout: '', problem: `it could not be started: ${child.message}` };
  let [stdout, stderr] = ['', ''];
  let ending: Promise<void> | undefined;
  const end = (): void => {
    if (child.pid !== undefined) ending ??= endWith(child, place.endTree(child.pid));
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.length > LONGEST_OUTPUT) end();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_SHOWN);
  });
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const closed = closing(child);
  const exited = await (child.pid === undefined ? closed : place.whileRecorded(child.pid, closed));
  signal.removeEventListener('abort', end);
  await ending;
  if (timeout.aborted)
    return { ...exited, stdout, problem: `it took longer than ${place.timeoutSeconds} seconds` };
  if (stdout.length > LONGEST_OUTPUT) return { ...exited, stdout, problem: 'it printed more than 4 MiB' };
  if (exited.problem === undefined && exited.exitCode !== 0) {
    const code = exited.exitCode === null ? 'a signal' : `exit code ${exited.exitCode}`;
    return {
      ...exited,
      stdout,
      problem: [`it ended with ${code}`, stderr.trim()].filter(Boolean).join(': '),
    };
  }
  return { ...exited, stdout };
}

function closing(
  child: ChildProcess,
): Promise<{ readonly exitCode: number | null; readonly problem?: string }> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ exitCode: null, problem: `it could not be started: ${error.message}` });
    });
    child.once('close', (exitCode) => {
      resolve({ exitCode });
    });
  });
}

/** A process that left the tree may hold the output open for ever: after the tree's end nobody waits for it. */
async function endWith(child: ChildProcess, tree: Promise<void>): Promise<void> {
  try {
    await tree;
  } finally {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}
