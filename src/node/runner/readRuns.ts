/** The runs of a data folder, read once: nothing is made, written or watched. */
import { join } from 'node:path';
import type { Run, UnreadableRun } from '../../core/run';
import type { SeenRun } from '../../core/status';
import { isAlive } from '../processes/identity';
import { errorCode, namesIn } from './files';
import { readJournal } from './journal';
import { currentOwner } from './owner';
import { Present } from './present';

export interface ReadRuns {
  /** As they count now: what a restore took back is left out. */
  readonly runs: readonly SeenRun[];
  readonly unreadable: readonly UnreadableRun[];
}

/** Every run of a data folder that need not be there. Rejects for what the disk refuses but single journals. */
export async function readRuns(dataFolder: string): Promise<ReadRuns> {
  const folder = join(dataFolder, 'runs');
  const present = new Present(dataFolder);
  await present.read();
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.jsonl'));
  const read = await Promise.all(names.map((name) => readRun(join(folder, name), present)));
  return {
    runs: read.flatMap((one) => ('run' in one ? [one] : [])),
    unreadable: [...read.flatMap((one) => ('unreadable' in one ? [one] : [])), ...present.unreadable],
  };
}

async function readRun(file: string, present: Present): Promise<SeenRun | UnreadableRun | { gone: true }> {
  try {
    const fold = (await readJournal(file))?.fold;
    if (fold === undefined || fold.lines === 0) return { gone: true };
    if (fold.run === undefined)
      return { file, unreadable: fold.damaged[0]?.reason ?? 'no run_started event' };
    await present.know(fold.run.header.folder);
    const { run } = present.of(fold);
    return run === undefined ? { gone: true } : { run, driven: await isDriven(run, file) };
  } catch (error) {
    if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
    return { file, unreadable: error.message };
  }
}

async function isDriven(run: Run, file: string): Promise<boolean> {
  if (run.phase !== 'active') return false;
  const owner = await currentOwner(file.slice(0, -'.jsonl'.length));
  return owner !== undefined && owner.closed !== true && (await isAlive(owner));
}
