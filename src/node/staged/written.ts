/** What we have written last into the files of a plan that several runs share: an agent's guard takes it for right. */
import { readObject, isObject, isIndex } from '../../core/jsonObject';
import type { Restore } from '../../core/planGuard';
import { readIfThere, writeWhole } from '../runner/files';
import type { StagedPlace } from './place';

interface Last {
  /** How often we wrote the file. */
  readonly count: number;
  /** `undefined` where we took it away. */
  readonly text: string | undefined;
}

/** By path relative to the plan's folder, `/`-separated. */
export type Written = Readonly<Record<string, Last>>;

const VERSION = 1;

/** A record that cannot be read says nothing: what was there before an attempt counts then. */
export async function readWritten({ written }: Pick<StagedPlace, 'written'>): Promise<Written> {
  const read = readObject((await readIfThere(written)) ?? '');
  const files = 'fields' in read ? read.fields['files'] : undefined;
  const found = Object.entries(isObject(files) ? files : {}).flatMap(([name, value]) => {
    const { count, text } = isObject(value) ? value : {};
    const isText = text === undefined || typeof text === 'string';
    return isIndex(count) && isText ? [[name, { count, text }] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The caller holds the lock, and writes the files itself after this: what they hold is never taken for an agent's doing. */
export async function noteWritten(
  place: Pick<StagedPlace, 'written'>,
  texts: readonly Restore[],
): Promise<void> {
  if (texts.length === 0) return;
  const before = await readWritten(place);
  const now = texts.map(({ file, text }) => [file, { count: (before[file]?.count ?? 0) + 1, text }] as const);
  const files = { ...before, ...Object.fromEntries(now) };
  await writeWhole(place.written, `${JSON.stringify({ schema_version: VERSION, files })}\n`);
}
