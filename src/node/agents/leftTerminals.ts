/** Terminals that stay open for their output to be read after their attempt has ended. */
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { AttemptPlace } from '../../core/agentTask';
import { readRecords } from '../launcher/records';
import { isAlive } from '../processes/identity';
import { errorCode } from '../runner/files';

/**
 * The pids of the launchers in such terminals, of all runs that are kept beside the attempt's and worked in its folder.
 * The records tell, so that terminals from before a reload count, and one whose agent is at work does not.
 */
export async function leftTerminals({ cwd, records }: AttemptPlace): Promise<ReadonlySet<number>> {
  const runs = path.resolve(records, '../../..');
  const pids = new Set<number>();
  for (const run of await names(runs)) {
    const attempts = path.join(runs, run, 'attempts');
    for (const attempt of await names(attempts)) {
      const pid = await leftLauncher(path.join(attempts, attempt), cwd);
      if (pid !== undefined) pids.add(pid);
    }
  }
  return pids;
}

async function leftLauncher(folder: string, cwd: string): Promise<number | undefined> {
  try {
    const { launch, start, end } = await readRecords(folder);
    const isOver = launch?.cwd === cwd && start !== undefined && end !== undefined;
    return isOver && (await isAlive(start.launcher)) ? start.launcher.pid : undefined;
  } catch (error) {
    // A damaged record of an earlier attempt must not keep the next one from starting.
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** The folders in a folder; none where it is not there. */
async function names(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
