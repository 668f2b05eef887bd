/** What we wrote ourselves into a plan of okstra, in the order of writing: whatever else is there somebody else wrote. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { objectsIn, readObject, textsIn } from '../../core/jsonObject';
import { readIfThere, writeWhole } from '../runner/files';

/** All that we wrote into one plan. */
export interface Written {
  /** Lines of the log. */
  readonly rows: readonly string[];
  readonly sidecars: readonly WrittenText[];
}

/** A file that we wrote whole. */
export interface WrittenText {
  /** Relative to the plan's folder, with `/`. */
  readonly name: string;
  readonly text: string;
}

const VERSION = 1;

/**
 * The same for all windows and runs of a plan.
 * @param runFolder `runs/<run>/` of the data folder
 * @param root the plan's folder, absolute
 */
export function writtenFile(runFolder: string, root: string): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(dirname(dirname(runFolder)), 'okstra', `${name}.json`);
}

/** A record that cannot be read says nothing. */
export async function readWritten(file: string): Promise<Written> {
  const read = readObject((await readIfThere(file)) ?? '');
  const { rows, sidecars } = 'fields' in read ? read.fields : {};
  return {
    rows: textsIn(rows),
    sidecars: objectsIn(sidecars).flatMap(({ name, text }) =>
      typeof name === 'string' && typeof text === 'string' ? [{ name, text }] : [],
    ),
  };
}

/** The caller holds the lock of the log. */
export async function noteWritten(file: string, more: Partial<Written>): Promise<void> {
  const { rows, sidecars } = await readWritten(file);
  const all: Written = {
    rows: [...rows, ...(more.rows ?? [])],
    sidecars: [...sidecars, ...(more.sidecars ?? [])],
  };
  await writeWhole(file, `${JSON.stringify({ schema_version: VERSION, ...all })}\n`);
}
