/** Keeps agents from writing the log and the carry sidecars of a plan of okstra: noted before an attempt, put right after it. */
import { join } from 'node:path';
import { CONSUMERS } from '../../core/formats/okstra/files';
import { guardOkstra } from '../../core/formats/okstra/run/guard';
import { taskOf } from '../../core/formats/okstra/run/task';
import { isIndex, isObject, readObject, textsIn } from '../../core/jsonObject';
import type { PlanTexts } from '../../core/planGuard';
import { guardedText } from '../guardedText';
import { restoreFiles } from '../planSnapshot';
import type { Drive } from '../runner/drive';
import { createWhole, readIfThere, writeWhole } from '../runner/files';
import type { PlanProtected } from '../runner/planProtection';
import { whileLogLocked } from './consumersFile';
import { sidecarNames } from './sidecarNames';
import { readWritten, writtenFile } from './written';

const BEFORE = 'okstra-before.json';
const FOUND = 'okstra-found.json';
const PROPOSALS = 'proposals.md';
const VERSION = 1;

interface Seen {
  readonly texts: PlanTexts;
  /** Files that are no text of a bearable length. */
  readonly unread: readonly string[];
}

interface Noted extends Seen {
  /** How much we had written by then. */
  readonly rows: number;
  readonly sidecars: number;
}

type Driven = Pick<Drive, 'header' | 'folder'>;

/**
 * Notes the files in a folder of ours, before an agent starts; nothing for other formats.
 * @returns why nothing could be noted, as a sentence
 */
export async function noteOkstra(drive: Driven, folder: string): Promise<string | undefined> {
  const { plan } = drive.header;
  if (plan.format !== 'okstra') return undefined;
  const done = await whileLogLocked(placeOf(drive), async () => {
    const { rows, sidecars } = await readWritten(writtenFile(drive.folder, plan.root));
    const noted: Noted = { ...(await seen(plan.root)), rows: rows.length, sidecars: sidecars.length };
    await writeWhole(join(folder, BEFORE), JSON.stringify({ schema_version: VERSION, ...noted }));
    return undefined;
  });
  return done === undefined ? undefined : `What the agent writes there is not compared. ${done.refused}`;
}

/**
 * Puts back what only we write. What is found is on the disk before: a crash in between loses nothing, and doing it again
 * gives the same. `undefined` for other formats.
 */
export async function protectOkstra(drive: Driven, folder: string): Promise<PlanProtected | undefined> {
  const { plan } = drive.header;
  if (plan.format !== 'okstra') return undefined;
  const before = notedIn(await readIfThere(join(folder, BEFORE)));
  if (before === undefined) return { changes: [], proposals: '', notes: [] };
  const done = await whileLogLocked(placeOf(drive), () => putRight(drive, folder, before));
  if ('refused' in done) return { changes: [], proposals: '', notes: [], foreign: [done.refused] };
  const found = readObject((await readIfThere(join(folder, FOUND))) ?? '');
  const foreign = 'fields' in found ? textsIn(found.fields['foreign']) : [];
  return {
    ...done,
    proposals: (await readIfThere(join(folder, PROPOSALS))) ?? '',
    ...(foreign.length > 0 && { foreign }),
  };
}

async function putRight(
  drive: Driven,
  folder: string,
  before: Noted,
): Promise<Pick<PlanProtected, 'changes' | 'notes'>> {
  const { root } = drive.header.plan;
  const [now, written] = [await seen(root), await readWritten(writtenFile(drive.folder, root))];
  const known = (texts: PlanTexts): PlanTexts =>
    Object.fromEntries(Object.entries(texts).filter(([name]) => !before.unread.includes(name)));
  const sidecars = written.sidecars.slice(before.sidecars);
  const { restore, notes, proposals } = guardOkstra({
    before: before.texts,
    now: known(now.texts),
    written: {
      rows: written.rows.slice(before.rows),
      sidecars: Object.fromEntries(sidecars.map(({ name, text }) => [name, text])),
    },
    task: taskOf(drive.header),
  });
  if (restore.length > 0) await createWhole(join(folder, PROPOSALS), proposals);
  if (notes.length > 0) await createWhole(join(folder, FOUND), JSON.stringify({ foreign: notes }));
  const { changes, problems } = await restoreFiles(root, restore);
  return { changes, notes: problems };
}

function placeOf({ header: { folder, plan } }: Driven): { readonly folder: string; readonly root: string } {
  return { folder, root: plan.root };
}

async function seen(root: string): Promise<Seen> {
  const texts: Record<string, string> = {};
  const unread: string[] = [];
  for (const name of [CONSUMERS, ...(await sidecarNames(root))]) {
    const text = await guardedText(join(root, name));
    if (text === null) unread.push(name);
    else if (text !== undefined) texts[name] = text;
  }
  return { texts, unread };
}

function notedIn(json: string | undefined): Noted | undefined {
  const read = readObject(json ?? '');
  if ('problem' in read) return undefined;
  const { texts, unread, rows, sidecars } = read.fields;
  const all = Object.entries(isObject(texts) ? texts : {});
  return {
    texts: Object.fromEntries(all.filter((one): one is [string, string] => typeof one[1] === 'string')),
    unread: textsIn(unread),
    rows: isIndex(rows) ? rows : 0,
    sidecars: isIndex(sidecars) ? sidecars : 0,
  };
}
