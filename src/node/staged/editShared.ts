/** Edits of a plan's files that several runs and the format's own tool write to. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import type { StagedWork } from '../../core/actions/staged/stagedWork';
import { GSD } from '../../core/formats/staged/names';
import { whileLocked } from '../okstra/fileLock';
import { readPlanText, writePlanText } from '../runner/planText';
import { whileToolWaits } from './toolLock';
import { noteWritten } from './written';
import type { StagedPlace } from './place';

/** As long as GSD's own tool waits (renn-gsd.md 2.5). */
const PATIENCE_MS = 30_000;

/** Holds our lock around the work: nobody of us writes to the plan's shared files or puts them back meanwhile. */
export async function whileOurs<T>(place: StagedPlace, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(place.lock), { recursive: true });
  const done = await whileLocked(place.lock, work, PATIENCE_MS);
  if ('value' in done) return done.value;
  const why = `${done.heldBy.file} is held by process ${done.heldBy.pid ?? 'unknown'} for too long.`;
  throw Object.assign(new Error(why), { code: 'EBUSY' });
}

/** As `StagedWork.edit` says. */
export async function editShared(
  place: StagedPlace,
  file: string,
  change: Parameters<StagedWork['edit']>[1],
): ReturnType<StagedWork['edit']> {
  const name = basename(file);
  const work = async (): ReturnType<StagedWork['edit']> => {
    const before = await readPlanText(place.folder, file);
    if (before === undefined) return { changed: false, refused: [`There is no ${name}.`] };
    const { text, refused } = await change(before);
    if (text === before) return { changed: false, refused };
    await noteWritten(place, relative(place.root, file).split(sep).join('/'), text);
    await writePlanText(place, file, text);
    return { changed: true, refused };
  };
  return whileOurs(place, async () => {
    if (place.format !== GSD.id) return work();
    const done = await whileToolWaits(file, work);
    return done ?? { changed: false, refused: [`${name} was not changed: another tool holds its lock.`] };
  });
}
