/** The records of one attempt, between the launcher and whoever started it. They are the truth; editor events are hints. */
import * as path from 'node:path';
import type { ProcessIdentity } from '../processes/identity';
import { createWhole, readIfThere, writeWhole } from '../runner/files';

export const RECORD_VERSION = 1;

/**
 * `launch.json`: what the launcher is to start. Written by whoever starts it, never changed, and readable by its owner
 * only: a person may keep secrets in an agent's environment.
 */
export interface LaunchRecord {
  readonly schema_version: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Added to the launcher's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Every process of the attempt carries it in its environment (`processes/mark.ts`); no other attempt has the same. */
  readonly mark: string;
  readonly mode: 'interactive' | 'headless';
  /** Text for standard input, headless only; without it standard input is empty. */
  readonly stdin?: string;
  /** How patiently its processes are ended, in milliseconds from the first request. */
  readonly terminateAfter: number;
  readonly killAfter: number;
  /** The line that the terminal shows first. */
  readonly title: string;
  readonly createdAt: string;
}

/** `start.json`: claimed exclusively by the launcher, so nothing is started twice; `child` is added once it runs. */
export interface StartRecord {
  readonly schema_version: number;
  readonly launcher: ProcessIdentity;
  readonly child?: ProcessIdentity;
  readonly startedAt: string;
}

/** `stop.json`: whoever writes it asks the launcher to end the process tree. The first reason stays. */
export interface StopRecord {
  readonly schema_version: number;
  readonly reason: StopReason;
  readonly at: string;
}

/** `turn_over`: the result is there; `stopped`: a person stopped it; `timed_out`: its time was used up. */
export type StopReason = 'turn_over' | 'stopped' | 'timed_out';

/** `end.json`: written once nothing of the process tree is left, or when nothing could be started. */
export interface EndRecord {
  readonly schema_version: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly endedAt: string;
  /** `exited`: by itself; `terminal_closed`: the launcher was told to end from outside. */
  readonly reason: 'exited' | StopReason | 'terminal_closed' | 'not_started';
  /** Why it was not started. */
  readonly problem?: string;
}

/** The records that exist. */
export interface Records {
  readonly launch?: LaunchRecord;
  readonly start?: StartRecord;
  readonly stop?: StopRecord;
  readonly end?: EndRecord;
}

export const OUTPUT_LOG = 'output.log';
const OWNER_ONLY = 0o600;

/** Reads what is there. `end` is read first: whoever sees it may rely on all that happened before. */
export async function readRecords(folder: string): Promise<Records> {
  const end = await readRecord<EndRecord>(folder, 'end.json');
  const start = await readRecord<StartRecord>(folder, 'start.json');
  const stop = await readRecord<StopRecord>(folder, 'stop.json');
  const launch = await readRecord<LaunchRecord>(folder, 'launch.json');
  return { ...(launch && { launch }), ...(start && { start }), ...(stop && { stop }), ...(end && { end }) };
}

/** Our own files, written whole: anything but JSON in them is a bug or a broken disk, and thrown. */
async function readRecord<T>(folder: string, name: string): Promise<T | undefined> {
  const text = await readIfThere(path.join(folder, name));
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

export async function writeLaunch(folder: string, record: LaunchRecord): Promise<void> {
  const isNew = await createWhole(path.join(folder, 'launch.json'), render(record), OWNER_ONLY);
  if (!isNew) throw new Error(`There is a launch.json in ${folder} already.`);
}

/** Gives `false` when somebody has claimed the start before. */
export async function claimStart(folder: string, record: StartRecord): Promise<boolean> {
  return createWhole(path.join(folder, 'start.json'), render(record));
}

/** Adds the child to the claimed start record. */
export async function completeStart(folder: string, record: StartRecord): Promise<void> {
  await writeWhole(path.join(folder, 'start.json'), render(record));
}

/** Asks for the end; the reason of an earlier request stays. */
export async function requestStop(folder: string, reason: StopReason, at: Date): Promise<void> {
  const record: StopRecord = { schema_version: RECORD_VERSION, reason, at: at.toISOString() };
  await createWhole(path.join(folder, 'stop.json'), render(record));
}

/** Records the end; an end that is recorded already stays. */
export async function writeEnd(folder: string, end: Omit<EndRecord, 'schema_version'>): Promise<void> {
  await createWhole(path.join(folder, 'end.json'), render({ schema_version: RECORD_VERSION, ...end }));
}

function render(record: object): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
