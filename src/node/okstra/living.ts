/** Which tasks in the log of a plan are runs of ours that are at work. */
import { join } from 'node:path';
import { runOfTask } from '../../core/formats/okstra/run/task';
import { currentOwner } from '../runner/owner';
import type { ProcessIdentity } from '../processes/identity';

/**
 * Those that a living process of whatever window drives.
 * @param runsFolder `runs/` of the data folder
 */
export async function livingTasks(
  tasks: readonly string[],
  runsFolder: string,
  isAlive: (noted: ProcessIdentity) => Promise<boolean>,
): Promise<Set<string>> {
  const living = new Set<string>();
  for (const task of tasks) {
    const run = runOfTask(task);
    const owner = run === undefined ? undefined : await currentOwner(join(runsFolder, run));
    if (owner && owner.closed !== true && (await isAlive(owner))) living.add(task);
  }
  return living;
}
