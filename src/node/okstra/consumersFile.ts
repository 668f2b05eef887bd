/** Appending to `consumers.jsonl`, the log of who took which stages of a plan of okstra (okstra.md 3.6). */
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readConsumers, type Consumers } from '../../core/formats/okstra/consumers';
import { CONSUMERS } from '../../core/formats/okstra/files';
import type { NewRow } from '../../core/formats/okstra/run/consumerRows';
import { DISK, linkTarget } from '../plans/planFiles';
import { appendLine, errorCode, readIfThere } from '../runner/files';
import { whileLocked } from '../fileLock';

/** Where a plan is: its own folder, and the workspace folder that holds it, both absolute. */
export interface PlanPlace {
  readonly root: string;
  readonly folder: string;
}

/** Why nothing was written. */
export interface Refused {
  /** A sentence or clause for a person. */
  readonly refused: string;
}

/** Milliseconds that somebody else may hold the lock; they hold it for moments. */
const PATIENCE = 10_000;

/**
 * Appends rows that are chosen by what the log says, with no other window or process of ours in between: nothing is
 * appended where the choice is a refusal. What is in the file stays as it is, byte for byte; a last line without an end
 * gets one.
 * @param choose given the log as it is now; called at most once, while the lock is held
 * @returns the choice, or why it could not be made. Throws what the disk refuses.
 */
export async function appendRows<C extends { readonly rows: readonly NewRow[] } | Refused>(
  place: PlanPlace,
  choose: (log: Consumers) => C | Promise<C>,
  patience = PATIENCE,
): Promise<C | Refused> {
  const file = join(place.root, CONSUMERS);
  return whileLogLocked(
    place,
    async () => {
      const wrong = await wrongFile(file);
      return wrong === undefined ? append(file, choose) : { refused: wrong };
    },
    patience,
  );
}

/**
 * Does the work while nobody else of ours writes to the plan's log or carry sidecars.
 * @returns what the work gives, or why it was not done. Throws what the disk refuses.
 */
export async function whileLogLocked<T>(
  { root, folder }: PlanPlace,
  work: () => Promise<T>,
  patience = PATIENCE,
): Promise<T | Refused> {
  const home = dirname(join(root, CONSUMERS));
  // A link in a repository could lead the rows anywhere.
  if (linkTarget(home, DISK.realpath(folder), DISK) !== 'inside')
    return {
      refused: `${home} is no folder inside of the workspace folder ${folder}: nothing is written there.`,
    };
  const locked = await whileLocked(`${join(root, CONSUMERS)}.lock`, work, patience);
  return 'value' in locked ? locked.value : { refused: heldWords(locked.heldBy, patience) };
}

/** The line of a row, as it is appended. */
export function lineOf(row: NewRow): string {
  return JSON.stringify(row);
}

async function append<C extends { readonly rows: readonly NewRow[] } | Refused>(
  file: string,
  choose: (log: Consumers) => C | Promise<C>,
): Promise<C> {
  const text = (await readIfThere(file)) ?? '';
  const choice = await choose(readConsumers({ text, modified: 0 }, file));
  if ('rows' in choice && choice.rows.length > 0) await appendLine(file, choice.rows.map(lineOf).join('\n'));
  return choice;
}

async function wrongFile(file: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).isFile()) return undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return `${file} is no regular file: nothing is written there. Put a real file in its place.`;
}

function heldWords(
  { pid, file }: { readonly pid: number | undefined; readonly file: string },
  patience: number,
): string {
  const who = pid === undefined ? 'Somebody unknown' : `Process ${pid}`;
  return `${who} has held the lock ${file} for over ${patience / 1000} seconds. Try again when it is done; where nobody is at work on this plan, remove that file.`;
}
