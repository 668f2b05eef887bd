/**
 * `run_staged_batch`: `run_batch` in a stage of renn or GSD. Where a step failed, or the stage comes to rest before the batch is
 * over, what is complete by then is written down first: nobody knows whether the stage ever goes on.
 */
import type { Action } from '../action';
import { runBatch } from '../stage/runBatch';
import { writeProgress } from './noteProgress';

export const runStagedBatch: Action = async (context) => {
  const done = await runBatch(context);
  const isRest = 'stop' in done || ('next' in done && done.next === 'gate_failed');
  return isRest ? { ...done, ...(await writeProgress(context)) } : done;
};
