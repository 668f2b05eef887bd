/** Whether a run succeeded, whatever became of its step since. */
import type { Run } from './run';
import { stopReason } from './stops';

/** Whether a run came to its end, and to a good one. */
export function isSuccess({ phase, stop }: Pick<Run, 'phase' | 'stop'>): boolean {
  return phase === 'ended' && stop !== undefined && stopReason(stop.code).family === 'success';
}
