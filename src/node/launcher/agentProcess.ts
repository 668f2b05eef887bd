/** Starting the agent itself: with the terminal in its hands, or captured. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutEditor } from '../processes/environment';
import { identify, type ProcessIdentity } from '../processes/identity';
import { MARK } from '../processes/mark';
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
  /** Its output is complete as well, or nothing more came for a second after its end. */
  readonly closed: Promise<AgentExit>;
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
  const captured = interactive ? Promise.resolve() : capture(child, path.join(folder, OUTPUT_LOG));
  const error = await spawned(child);
  if (error) return { error };
  if (record.stdin !== undefined) feed(child, record.stdin);
  const closed = exited.then(async (exit) => {
    await Promise.race([captured, sleep(1_000)]);
    return exit;
  });
  return { identity: await identify(child.pid ?? 0), exited, closed };
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

/** Shows what the agent prints and keeps it; resolves when both of its streams have ended. */
function capture(child: ChildProcess, file: string): Promise<void> {
  const log = openSync(file, 'a');
  const keep = (stream: NodeJS.ReadableStream | null, shown: NodeJS.WritableStream): Promise<void> =>
    new Promise((resolve) => {
      stream?.on('data', (data: Buffer) => {
        writeSync(log, data);
        shown.write(data);
      });
      stream?.once('close', resolve);
    });
  return Promise.all([keep(child.stdout, process.stdout), keep(child.stderr, process.stderr)]).then(() => {
    closeSync(log);
  });
}
