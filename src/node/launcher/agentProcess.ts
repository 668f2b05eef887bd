/** Starting the agent itself: with the terminal in its hands, or captured. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { CappedFile } from '../processes/cappedFile';
import { withoutEditor } from '../processes/environment';
import { identify, type ProcessIdentity } from '../processes/identity';
import { MARK } from '../processes/mark';
import { drain, outputEnd } from '../processes/output';
import { startProcess } from '../processes/start';
import { type LaunchRecord, OUTPUT_LOG } from './records';

export interface AgentExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Agent {
  readonly identity: ProcessIdentity;
  /** The agent's own process is gone; processes that it started may be left. */
  readonly exited: Promise<AgentExit>;
  /**
   * Call when nothing is left of it. Resolves when its output is in the log, with why not all of it is, if so; what still
   * holds its output open is not waited for.
   */
  readonly closeOutput: () => Promise<Error | undefined>;
}

/** Starts the agent of a launch record. The error is the system's when it could not be started. */
export async function startAgent(
  folder: string,
  record: LaunchRecord,
): Promise<Agent | { readonly error: Error }> {
  if (record.argv.length === 0) return { error: new Error('the command is empty') };
  const interactive = record.mode === 'interactive';
  const child = startProcess(record.argv, {
    cwd: record.cwd,
    env: environment(record),
    stdio: interactive ? 'inherit' : [record.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // Interactive: the terminal's own process group, or the agent could not read from it.
    detached: !interactive,
    windowsHide: true,
  });
  if (child instanceof Error) return { error: child };
  const exited = exitOf(child);
  const closeOutput = interactive
    ? () => Promise.resolve(undefined)
    : capture(child, path.join(folder, OUTPUT_LOG));
  const error = await spawned(child);
  if (error) return { error };
  if (record.stdin !== undefined) feed(child, record.stdin);
  return { identity: await identify(child.pid ?? 0), exited, closeOutput };
}

/** What the launcher inherited, then the record's own, then the attempt's mark, which nothing overrides. */
function environment(record: LaunchRecord): NodeJS.ProcessEnv {
  return { ...withoutEditor(process.env), ...record.env, [MARK]: record.mark };
}

/** `undefined` once the process runs, or why it does not. */
async function spawned(child: ChildProcess): Promise<Error | undefined> {
  try {
    await once(child, 'spawn');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function exitOf(child: ChildProcess): Promise<AgentExit> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
  });
}

/** An open standard input lets some agents wait for ever, so it is ended; one that does not read it is no error. */
function feed(child: ChildProcess, text: string): void {
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(text);
}

/** Shows what the agent prints and keeps it. A full disk is no reason to end the agent: it is told in the end. */
function capture(child: ChildProcess, file: string): Agent['closeOutput'] {
  const log = new CappedFile(file);
  const keep = async (stream: Readable | null, shown: NodeJS.WritableStream): Promise<void> => {
    if (stream === null) return;
    await drain(stream, (bytes) => {
      shown.write(bytes);
      return log.take(bytes);
    });
  };
  const drained = Promise.all([keep(child.stdout, process.stdout), keep(child.stderr, process.stderr)]);
  return async () => {
    await outputEnd(child, drained);
    try {
      await log.close();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
}
