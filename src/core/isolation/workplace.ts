/** Where the work of a run is: in the workspace folder, or in a git worktree of its own. */
import { join, relative } from 'node:path';
import type { RunStarted } from '../events';
import { isWithin } from '../isWithin';

/** The header with the paths at which the run works; that of a run in the workspace folder as it is. */
export function workplace(header: RunStarted): RunStarted {
  const { isolated, folder, plan, step } = header;
  if (isolated === undefined || isolated.folder === folder) return header;
  const there = (path: string): string => placeIn(isolated.folder, folder, path);
  return {
    ...header,
    folder: isolated.folder,
    plan: {
      ...plan,
      root: there(plan.root),
      ...(plan.notes !== undefined && { notes: there(plan.notes) }),
    },
    step: {
      ...step,
      file: there(step.file),
      ...(step.handoff !== undefined && { handoff: there(step.handoff) }),
    },
  };
}

/** A path of the workspace folder (absolute) in what stands for that folder in a worktree; others as they are. */
export function placeIn(worktreeFolder: string, folder: string, path: string): string {
  return isWithin(folder, path) ? join(worktreeFolder, relative(folder, path)) : path;
}
