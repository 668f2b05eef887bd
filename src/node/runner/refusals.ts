/** What is not carried out, in words; each an entry of the stop registry. */
import { workplace } from '../../core/isolation/workplace';
import type { Run } from '../../core/run';
import { stopReason, type Stop } from '../../core/stops';
import { readIfThere } from './files';
import type { Hold } from './ownership';

/** A request that was not carried out: why, as an entry of the stop registry. Nothing was written. */
export interface Refused {
  readonly refused: Stop;
}

export async function planMissing(file: string): Promise<Refused | undefined> {
  if ((await readIfThere(file)) !== undefined) return undefined;
  return { refused: { code: 'plan_missing', detail: `There is no file ${file} any more.` } };
}

/** Why a run that had a worktree for itself cannot go on: somebody removed it. */
export async function worktreeMissing({ header }: Run): Promise<Refused | undefined> {
  return header.isolated ? planMissing(workplace(header).step.file) : undefined;
}

export function interrupted({ before }: Hold): Stop {
  return before?.closed === true
    ? { code: 'window_closed', detail: 'The window was closed while the run was at work.' }
    : { code: 'process_crashed', detail: 'The window that drove the run went away without a word.' };
}

/** What a run without a driver is that was not interrupted: it waits for nobody, or for an answer alone. */
export const LEFT_UNDER_WAY: Stop = {
  code: 'left_under_way',
  detail: 'The window that drove the run went away.',
};

export function gone(id: string): Stop {
  return { code: 'unknown', detail: `There is no run ${id}.` };
}

export function newer(id: string): Stop {
  return { code: 'read_only', detail: `Run ${id} was written by a newer version.` };
}

export function notActive({ id, stop }: Run): Stop {
  return stop ? { ...stop, code: stopReason(stop.code).code } : newer(id);
}

export function anotherWindow(id: string): Stop {
  return { code: 'another_run_live', detail: `Another window drives run ${id}; use that one.` };
}

/** The window that drives the run may be busy, or be one of an older version. */
export function notTaken(id: string): Stop {
  return {
    code: 'another_run_live',
    detail: `Another window drives run ${id} and did not answer; ask again, or use that one.`,
  };
}
