/** The shell that runs live in: this window, for one workspace folder. */
import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { AgentPort, CheckpointPort, Host } from '../node/host';
import { checkSetting, isolationSetting, runVariables } from './settings';

export interface EditorHostParts {
  readonly folder: string;
  readonly window: string;
  who(): Promise<string>;
  agents(): AgentPort;
  checkpoints: CheckpointPort;
  planNow: NonNullable<Host['planNow']>;
  runChanged(run: Run): void;
  problem(error: Error): void;
}

/** A host whose agents and settings are those of the moment they are asked for. */
export function editorHost(parts: EditorHostParts): Host {
  return {
    window: parts.window,
    env: process.env,
    get agents() {
      return parts.agents();
    },
    checkpoints: parts.checkpoints,
    planNow: (plan) => parts.planNow(plan),
    batchIsolation: () => isolationSetting(parts.folder),
    variables: (format) => runVariables(parts.folder, format),
    now: () => new Date(),
    newId: () => newId(new Date()),
    who: () => parts.who(),
    checkSetting: (check) => checkSetting(parts.folder, check),
    // The same text is in a file: a clipboard that is not to be had is told, and ends no run.
    async copy(text) {
      try {
        await vscode.env.clipboard.writeText(text);
      } catch (error) {
        parts.problem(error instanceof Error ? error : new Error(String(error)));
      }
    },
    // The gate is in the journal by now, and the store tells the gate queue of every gate in a journal.
    gateOpened: () => undefined,
    runChanged: (run) => {
      parts.runChanged(run);
    },
    problem: (error) => {
      parts.problem(error);
    },
  };
}

const RANDOM_DIGITS = 5;

/** `20260131t235959123` and five random characters: sorted by time, good as a file name on every system. */
export function newId(now: Date): string {
  const time = now
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .toLowerCase();
  const random = randomInt(36 ** RANDOM_DIGITS)
    .toString(36)
    .padStart(RANDOM_DIGITS, '0');
  return time + random;
}
