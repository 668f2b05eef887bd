/**
 * Finding the processes of an attempt by a mark in their environment. Each child gets it from its parent, also one that
 * leaves the tree by a group and session of its own and the death of its parent.
 */
import { readFile } from 'node:fs/promises';
import { errorCode } from '../runner/files';
import type { ProcessEntry } from './processTable';

/** The variable that the launcher gives to an agent; its value is the attempt's own (`launch.json`). */
export const MARK = 'STAGE_RUNNER_ATTEMPT';

/**
 * Adds to `noted` (pid and start) the processes of the table that carry the mark. Only Linux shows what a process was
 * started with, and only that of one's own processes: elsewhere nothing is added.
 */
export async function noteMarked(
  noted: Map<number, string | undefined>,
  table: ReadonlyMap<number, ProcessEntry>,
  mark: string,
): Promise<void> {
  // An editor that the agent itself started carries the mark with all its processes: it must not end itself.
  if (process.platform !== 'linux' || process.env[MARK] === mark) return;
  const unseen = [...table.values()].filter(({ pid, start }) => noted.get(pid) !== start);
  await Promise.all(
    unseen.map(async ({ pid, start }) => {
      if ((await startedWith(pid)).includes(`${MARK}=${mark}`)) noted.set(pid, start);
    }),
  );
}

/** The environment that a process was started with (proc(5)); empty when it is gone or belongs to somebody else. */
async function startedWith(pid: number): Promise<readonly string[]> {
  try {
    return (await readFile(`/proc/${pid}/environ`, 'latin1')).split('\0');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}
