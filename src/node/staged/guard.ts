/** Keeps agents of renn and GSD from changing what is not theirs: noted before an attempt, put right after it. */
import { dirname, join } from 'node:path';
import { profileOf } from '../../core/formats/staged/names';
import { guardStaged } from '../../core/formats/staged/run/guard';
import { guardedText } from '../guardedText';
import { restoreFiles } from '../planSnapshot';
import type { Drive } from '../runner/drive';
import { createWhole, isGone, readIfThere } from '../runner/files';
import type { PlanProtected } from '../runner/planProtection';
import { whileOurs } from './editShared';
import { comparable, filesNow, foldersOf } from './guardedFiles';
import { readNoted, textsSince, writeNoted, type Noted } from './noted';
import { keptFor, stagedPlace, type StagedPlace } from './place';
import { noteWritten, readWritten } from './written';

const PROPOSALS = 'proposals.md';

type Driven = Pick<Drive, 'header' | 'folder'>;

/**
 * Notes the files in a folder of ours, before an agent starts; nothing for other formats.
 * @returns why nothing could be noted, as a sentence
 */
export async function noteStaged(drive: Driven, folder: string): Promise<string | undefined> {
  const profile = profileOf(drive.header.plan.format);
  if (profile === undefined) return undefined;
  const place = stagedPlace(drive);
  const done = await whileOurs(place, async () => {
    const now = await filesNow(place, foldersOf(drive.header), profile);
    await writeNoted(folder, { ...now, counts: await countsNow(place) });
  });
  return 'heldBy' in done
    ? `${done.heldBy.file} is held, so what the agent changes is not compared.`
    : undefined;
}

/**
 * Puts back what is not the agent's to change. What is put back is on the disk as a proposal before: a crash in between
 * loses nothing, and doing it again gives the same. `undefined` where nothing was noted.
 */
export async function protectStaged(drive: Driven, folder: string): Promise<PlanProtected | undefined> {
  const profile = profileOf(drive.header.plan.format);
  const before = profile && (await readNoted(folder));
  if (profile === undefined || before === undefined) return undefined;
  const place = stagedPlace(drive);
  if (await isGone(place.root))
    return {
      changes: [],
      proposals: '',
      notes: [`${place.root} is gone, so nothing was compared or put back.`],
    };
  const done = await whileOurs(place, async () => {
    const texts = comparable(before, await filesNow(place, foldersOf(drive.header), profile));
    const since = Object.entries(textsSince(before, await readWritten(place)));
    // What was written in other folders is not looked at.
    const expected = since.filter(
      ([name]) => Object.hasOwn(texts, name) || Object.hasOwn(before.texts, name),
    );
    const guard = guardStaged(Object.fromEntries(expected), texts, profile, drive.header.stage !== undefined);
    if (guard.restore.length > 0) await createWhole(join(folder, PROPOSALS), guard.proposals);
    // Another attempt may have noted what is put right here.
    await noteWritten(place, guard.restore);
    const { changes, problems } = await restoreFiles(place.root, guard.restore);
    return { changes, notes: [...guard.notes, ...problems] };
  });
  if ('heldBy' in done)
    return { changes: [], proposals: '', notes: [`${done.heldBy.file} is held, so nothing was compared.`] };
  return { ...done.value, proposals: (await readIfThere(join(folder, PROPOSALS))) ?? '' };
}

/** Takes the text that a person saved in this editor for what was there before (`keepPersonsSave`). */
export async function keepSaveOfStaged(
  root: string,
  folder: string,
  file: string,
  text: string,
): Promise<void> {
  if (!Object.hasOwn((await readNoted(folder))?.texts ?? {}, file)) return;
  const place = keptFor(dirname(dirname(folder)), root);
  const done = await whileOurs(place, async () => {
    const note = await readNoted(folder);
    const now = await guardedText(join(root, file));
    // An editor shows no byte order mark.
    if (note === undefined || typeof now !== 'string') return;
    if (now.replace(/^\uFEFF/, '') !== text.replace(/^\uFEFF/, '')) return;
    const count = (await readWritten(place))[file]?.count ?? 0;
    await writeNoted(folder, {
      ...note,
      texts: { ...note.texts, [file]: now },
      counts: { ...note.counts, [file]: count },
    });
  });
  if ('heldBy' in done) throw new Error(`${done.heldBy.file} is held, so the save of ${file} was not noted.`);
}

async function countsNow(place: StagedPlace): Promise<Noted['counts']> {
  const written = await readWritten(place);
  return Object.fromEntries(Object.entries(written).map(([name, { count }]) => [name, count]));
}
