/** What is noted of a plan's files for an attempt of an agent, and what they hold by the notes of those at work. */
import { dirname, join } from 'node:path';
import { workplace } from '../../core/isolation/workplace';
import { isIndex, isObject, readObject, textsIn } from '../../core/jsonObject';
import type { PlanTexts } from '../../core/planGuard';
import { planFolderOf } from '../runner/agentTask';
import type { Drive } from '../runner/drive';
import { readIfThere, writeWhole } from '../runner/files';
import type { StagedPlace } from './place';
import { readWritten, type Written } from './written';

const BEFORE = 'staged-before.json';
const VERSION = 1;

/** The guarded files as an attempt found them. */
export interface Noted {
  readonly texts: PlanTexts;
  /** Files that are no text of a bearable length, by relative path. */
  readonly unread: readonly string[];
  /** How often we had written each file by then. */
  readonly counts: Readonly<Record<string, number>>;
}

/** @param folder the attempt's own, `planFolderOf` */
export function writeNoted(folder: string, noted: Noted): Promise<void> {
  return writeWhole(join(folder, BEFORE), JSON.stringify({ schema_version: VERSION, ...noted }));
}

/** `undefined` where nothing was noted. */
export async function readNoted(folder: string): Promise<Noted | undefined> {
  const read = readObject((await readIfThere(join(folder, BEFORE))) ?? '');
  if ('problem' in read) return undefined;
  const { texts, unread, counts } = read.fields;
  return {
    texts: entries(texts, isText),
    unread: textsIn(unread),
    counts: entries(counts, isIndex),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function entries<T>(value: unknown, fits: (one: unknown) => one is T): Readonly<Record<string, T>> {
  const all = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(all.filter((pair): pair is [string, T] => fits(pair[1])));
}

/** The folders of the attempts that are under way in the tree of this run, the one that was begun first at the front. */
export function attemptsAtWork({
  header,
  store,
  folder,
}: Pick<Drive, 'header' | 'store' | 'folder'>): string[] {
  const here = store
    .runs()
    .filter((run) => run.phase === 'active' && workplace(run.header).plan.root === header.plan.root);
  const open = here.flatMap(({ id, attempts }) =>
    attempts.filter(({ outcome }) => outcome === undefined).map((attempt) => ({ id, ...attempt })),
  );
  open.sort((a, b) => (a.startedAt < b.startedAt ? -1 : Number(a.startedAt > b.startedAt)));
  return open.map(({ id, attempt }) => planFolderOf({ folder: join(dirname(folder), id) }, attempt));
}

/** What the files of a note hold with what we have written since; of those that we took away nothing. */
export function textsSince({ texts, counts }: Pick<Noted, 'texts' | 'counts'>, written: Written): PlanTexts {
  const since = Object.entries(written).filter(([name, { count }]) => count > (counts[name] ?? 0));
  const now = { ...texts, ...Object.fromEntries(since.map(([name, { text }]) => [name, text])) };
  return entries(now, isText);
}

/**
 * What a file holds by those notes, whatever agents have made of it: the attempt that was begun first counts, since
 * later ones may have noted what an agent wrote. `undefined` where none of them knows the file. The caller holds the
 * lock.
 */
export async function textByNotes(
  place: Pick<StagedPlace, 'written'>,
  name: string,
  attempts: readonly string[],
): Promise<string | undefined> {
  const written = await readWritten(place);
  for (const folder of attempts) {
    const noted = await readNoted(folder);
    const text = noted && textsSince(noted, written)[name];
    if (text !== undefined) return text;
  }
  return undefined;
}
