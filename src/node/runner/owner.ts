/**
 * Who drives a run. Owner records are numbered and each is created exclusively; the highest number counts. So two
 * windows that find the same dead owner cannot both take its place.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessIdentity } from '../processes/identity';
import { createWhole, namesIn, readIfThere, writeWhole } from './files';

/** A process that drives a run. */
export interface Owner extends ProcessIdentity {
  readonly window: string;
  readonly schema_version: number;
  readonly run: string;
  /** The workspace folder of the run, absolute. */
  readonly folder: string;
  /** The run of a stage that started it: it and its other steps may be at work beside it. */
  readonly parent?: string;
  /** The top folder of the git worktree that it works in, where that is not the folder's own. */
  readonly worktree?: string;
  /** The window was closed in good order while the run was under way. */
  readonly closed?: boolean;
}

export const OWNER_VERSION = 1;

/** The owner record that counts, dead or alive. */
export async function currentOwner(runFolder: string): Promise<Owner | undefined> {
  const number = await highest(runFolder);
  return number === 0 ? undefined : readOwner(runFolder, number);
}

/**
 * Becomes the owner, unless somebody who lives is.
 * @returns the number of our record, or who holds the run
 */
export async function claim(
  runFolder: string,
  owner: Owner,
  lives: (noted: ProcessIdentity) => Promise<boolean>,
): Promise<{ readonly number: number } | { readonly heldBy: Owner | undefined }> {
  const number = await highest(runFolder);
  const record = number === 0 ? undefined : await readIfThere(file(runFolder, number));
  // It was given up since we looked. Somebody may have begun at 1 again, below the number that would be ours.
  if (number !== 0 && record === undefined) return claim(runFolder, owner, lives);
  const present = record === undefined ? undefined : ownerIn(record);
  if (present && present.closed !== true && (await lives(present))) return { heldBy: present };
  const won = await createWhole(file(runFolder, number + 1), json(owner));
  return won ? { number: number + 1 } : { heldBy: await currentOwner(runFolder) };
}

/** Gives a run up. `closed` keeps the record, so that the next window knows that this one did not crash. */
export async function release(runFolder: string, number: number, closed?: Owner): Promise<void> {
  if (closed) await writeWhole(file(runFolder, number), json({ ...closed, closed: true }));
  else await rm(file(runFolder, number), { force: true });
}

async function highest(runFolder: string): Promise<number> {
  const names = await namesIn(runFolder);
  return Math.max(0, ...names.map((name) => Number(/^owner-(\d+)\.json$/.exec(name)?.[1] ?? 0)));
}

async function readOwner(runFolder: string, number: number): Promise<Owner | undefined> {
  const text = await readIfThere(file(runFolder, number));
  return text === undefined ? undefined : ownerIn(text);
}

function ownerIn(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch (error) {
    // Ours are written whole. One damaged record must not keep a whole folder from being worked in.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function file(runFolder: string, number: number): string {
  return join(runFolder, `owner-${number}.json`);
}

function json(owner: Owner): string {
  return `${JSON.stringify(owner)}\n`;
}
