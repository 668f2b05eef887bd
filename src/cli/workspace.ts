/** A folder's Stage Map as the editor would show it, read once: nothing is made, written or watched. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileProblem, type Problem } from '../core/problem';
import type { UnreadableRun } from '../core/run';
import { stageMap } from '../core/stageMap';
import type { StageMap } from '../core/status';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../node/plans/defaults';
import { isSystemError } from '../node/plans/planFiles';
import { PlanScanner } from '../node/plans/scanner';
import type { Repository } from './repository';
import { printable } from './text';

export interface Workspace {
  readonly map: StageMap;
  /** Of the search and of the journals; those of plans and steps are on them. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a folder.
 * @param folder as it was typed; `''` is the working folder
 * @param archives whether archived stages are wanted
 * @returns what stands in the way, where the folder cannot be read
 */
export async function readWorkspace(
  folder: string,
  archives = false,
): Promise<Workspace | { readonly refused: string }> {
  const top = resolve(folder);
  const refused = notAFolder(top, folder);
  if (refused !== undefined) return { refused };
  const repository = repositoryOf(top);
  const scanner = new PlanScanner({
    folders: [top],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: async (paths) => (await repository()).ignored(paths),
    commits: async () => (await repository()).commits(),
    openArchives: archives,
  });
  const plans = await scanner.scan();
  // As in the editor: no other plan's runs and set statuses are kept by us.
  const { runs, unreadable, statusLog } = plans.some(({ readOnly }) => !readOnly)
    ? await (await repository()).records()
    : { runs: [], unreadable: [], statusLog: [] };
  return {
    map: stageMap({ plans, runs, statusLog }),
    problems: [...scanner.problems, ...unreadable.map(unreadableRun)],
  };
}

/** Asking git costs more than many a plan: it is loaded with the first question. */
function repositoryOf(folder: string): () => Promise<Repository> {
  let repository: Promise<Repository> | undefined;
  return () => (repository ??= import('./repository').then((loaded) => new loaded.Repository(folder)));
}

function notAFolder(top: string, typed: string): string | undefined {
  try {
    if (statSync(top).isDirectory()) return undefined;
    return `${printable(typed)} is a file; name the folder that holds the plans.`;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return `${printable(typed)} cannot be read (${error.code}).`;
  }
}

function unreadableRun({ file, unreadable }: UnreadableRun): Problem {
  return fileProblem('journal-unreadable', 'warning', file, `This run cannot be shown: ${unreadable}.`);
}
