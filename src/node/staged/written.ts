/** What we have written last into the files of a plan that several runs share: an agent's guard takes it for right. */
import { readObject, isObject, isIndex } from '../../core/jsonObject';
import { readIfThere, writeWhole } from '../runner/files';
import type { StagedPlace } from './place';

/** By path relative to the plan's folder, `/`-separated: how often we wrote, and the text. */
export type Written = Readonly<Record<string, { readonly count: number; readonly text: string }>>;

const VERSION = 1;

/** A record that cannot be read says nothing: what was there before an attempt counts then. */
export async function readWritten({ written }: Pick<StagedPlace, 'written'>): Promise<Written> {
  const read = readObject((await readIfThere(written)) ?? '');
  const files = 'fields' in read ? read.fields['files'] : undefined;
  const found = Object.entries(isObject(files) ? files : {}).flatMap(([name, value]) => {
    const { count, text } = isObject(value) ? value : {};
    return isIndex(count) && typeof text === 'string' ? [[name, { count, text }] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The caller holds the lock, and writes the file itself after this: what it holds is never taken for an agent's doing. */
export async function noteWritten(place: StagedPlace, name: string, text: string): Promise<void> {
  const before = await readWritten(place);
  const count = (before[name]?.count ?? 0) + 1;
  const files = { ...before, [name]: { count, text } };
  await writeWhole(place.written, `${JSON.stringify({ schema_version: VERSION, files })}\n`);
}
