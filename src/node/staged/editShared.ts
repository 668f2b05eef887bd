/** Edits of a plan's files that several runs and the format's own tool write to. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import type { StagedWork } from '../../core/actions/staged/stagedWork';
import { GSD } from '../../core/formats/staged/names';
import { whileLocked, type Locked } from '../fileLock';
import { errorCode } from '../runner/files';
import { readPlanText, writePlanText } from '../runner/planText';
import { whileToolWaits } from './toolLock';
import { textByNotes } from './noted';
import type { StagedPlace } from './place';
import { noteWritten } from './written';

type Change = Parameters<StagedWork['edit']>[1];

/** As long as GSD's own tool waits (renn-gsd.md 2.5). */
const PATIENCE_MS = 30_000;

/** Holds our lock around the work: nobody of us writes to the plan's shared files or puts them back meanwhile. */
export async function whileOurs<T>(
  place: Pick<StagedPlace, 'lock'>,
  work: () => Promise<T>,
): Promise<Locked<T>> {
  await mkdir(dirname(place.lock), { recursive: true });
  return whileLocked(place.lock, work, PATIENCE_MS);
}

/**
 * As `StagedWork.edit` says; what the disk refuses is refused in words.
 * @param atWork `attemptsAtWork`, asked while the lock is held
 */
export async function editShared(
  place: StagedPlace,
  file: string,
  change: Change,
  atWork: () => readonly string[],
): ReturnType<StagedWork['edit']> {
  const not = (why: string): Awaited<ReturnType<StagedWork['edit']>> => ({
    changed: false,
    refused: [`${basename(file)} was not changed: ${why}.`],
  });
  try {
    const done = await whileOurs(place, async () => {
      const work = (): ReturnType<typeof write> => write(place, file, change, atWork());
      if (place.format !== GSD.id) return work();
      return (await whileToolWaits(file, work)) ?? not('another tool holds its lock');
    });
    if ('value' in done) return done.value;
    return not(`process ${done.heldBy.pid ?? 'unknown'} holds ${done.heldBy.file}`);
  } catch (error) {
    if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
    return not(error.message);
  }
}

/**
 * What an agent that is at work made of the file is edited too, and stays for its guard to see: only the edit of what
 * the file should hold is noted as ours.
 */
async function write(
  place: StagedPlace,
  file: string,
  change: Change,
  atWork: readonly string[],
): ReturnType<StagedWork['edit']> {
  const name = relative(place.root, file).split(sep).join('/');
  const before = await readPlanText(place.folder, file);
  const noted = (await textByNotes(place, name, atWork)) ?? before;
  const note = async (old: string | undefined, text: string): Promise<void> => {
    if (text !== old) await noteWritten(place, [{ file: name, text }]);
  };
  if (noted !== undefined && noted !== before) await note(noted, (await change(noted)).text);
  if (before === undefined) return { changed: false, refused: [`There is no ${basename(file)}.`] };
  // Writing it again would change what is no UTF-8.
  if (before.includes('\uFFFD'))
    return { changed: false, refused: [`${basename(file)} was not changed: it is not UTF-8.`] };
  const { text, refused } = await change(before);
  if (text === before) return { changed: false, refused };
  if (noted === before) await note(before, text);
  await writePlanText(place, file, text);
  return { changed: true, refused };
}
