/** One process whose standard output is its answer. */
import { runProcess, type ProcessEnd, type ProcessPlace } from '../processes/runProcess';

export interface ScriptPlace extends Omit<ProcessPlace, 'take'> {
  readonly timeoutSeconds: number;
}

export interface ScriptEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Why its output counts for nothing: no start, non-zero exit, time-out, too much output. */
  readonly problem?: string;
}

const LONGEST_OUTPUT = 4 * 1024 * 1024;
const STDERR_SHOWN = 500;

/** Runs an argument list without a shell and without standard input. One that is stopped ends with its whole tree. */
export async function runScript(argv: readonly string[], place: ScriptPlace): Promise<ScriptEnd> {
  const timeout = AbortSignal.timeout(place.timeoutSeconds * 1000);
  const tooMuch = new AbortController();
  const answer: Buffer[] = [];
  let length = 0;
  let stderr = '';
  const end = await runProcess(argv, {
    ...place,
    signal: AbortSignal.any([place.signal, timeout, tooMuch.signal]),
    take(bytes, from) {
      if (from === 'stderr') stderr = (stderr + bytes.toString('utf8')).slice(-STDERR_SHOWN);
      else if ((length += bytes.length) > LONGEST_OUTPUT) tooMuch.abort();
      else answer.push(bytes);
      return undefined;
    },
  });
  const problem = timeout.aborted
    ? `it took longer than ${place.timeoutSeconds} seconds`
    : tooMuch.signal.aborted
      ? 'it printed more than 4 MiB'
      : problemOf(end, stderr);
  const stdout = Buffer.concat(answer).toString('utf8');
  return { exitCode: end.exitCode, stdout, ...(problem !== undefined && { problem }) };
}

function problemOf({ exitCode, problem }: ProcessEnd, stderr: string): string | undefined {
  if (exitCode === 0) return undefined;
  const how = problem ?? `ended with exit code ${exitCode}`;
  return [`it ${how}`, stderr.trim()].filter(Boolean).join(': ');
}
