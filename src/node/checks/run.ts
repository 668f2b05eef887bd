/** Running a check: each argument list as a process of its own, its whole output to a file, its result as a record. */
import { performance } from 'node:perf_hooks';
import type { CheckArgv, CheckCommand, CheckRecord } from '../../core/checks';
import { withoutEditor } from '../processes/environment';
import { runProcess, type ProcessEnd } from '../processes/runProcess';
import type { ProcessCare } from '../runner/processRecords';
import { OutputFile } from './outputFile';

export interface CheckPlace extends ProcessCare {
  /** The project folder, absolute. */
  readonly cwd: string;
  /** For all commands of the check together. */
  readonly timeoutSeconds: number;
  /** Receives the whole output; absolute; its folder is made. */
  readonly outputFile: string;
  /** Aborting ends the process tree; the record then says that the check was stopped. */
  readonly signal: AbortSignal;
  /** The environment, of which what belongs to the editor is left out; a command's own settings come on top. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs the commands in order until one fails. A program that cannot be started is a failure with the reason among the
 * lines, since somebody asked for it. Throws only when the output file cannot be written.
 */
export async function runCheck(command: CheckCommand, place: CheckPlace): Promise<CheckRecord> {
  const output = await OutputFile.open(place.outputFile);
  const started = performance.now();
  const timeout = AbortSignal.timeout(place.timeoutSeconds * 1000);
  let end: ProcessEnd = { exitCode: null, problem: 'there is no command to run' };
  try {
    for (const argv of command.argvs) {
      end = await runOne(argv, place, AbortSignal.any([place.signal, timeout]), output);
      if (end.exitCode !== 0) break;
    }
  } finally {
    await output.close();
  }
  const stopped = place.signal.aborted ? ['stopped before it ended'] : [];
  return {
    check: command.check,
    source: command.source,
    display: command.display,
    status: statusOf(end, place.signal, timeout),
    exitCode: end.exitCode,
    durationMs: Math.round(performance.now() - started),
    lines: [...output.decisive(), ...stopped],
    outputFile: place.outputFile,
  };
}

function statusOf(end: ProcessEnd, stopped: AbortSignal, timeout: AbortSignal): CheckRecord['status'] {
  if (end.exitCode === 0) return 'passed';
  return timeout.aborted && !stopped.aborted ? 'timed_out' : 'failed';
}

async function runOne(
  { argv, env }: CheckArgv,
  place: CheckPlace,
  signal: AbortSignal,
  output: OutputFile,
): Promise<ProcessEnd> {
  output.heading(`$ ${argv.join(' ')}`);
  const end = await runProcess(argv, {
    cwd: place.cwd,
    env: { ...withoutEditor(place.env), ...env },
    signal,
    endTree: place.endTree,
    whileRecorded: place.whileRecorded,
    take: (bytes) => output.take(bytes),
  });
  if (end.problem !== undefined) output.line(`"${(argv[0] ?? '').slice(0, 200)}" ${end.problem}`);
  return end;
}
