/** What was checked of a step, as a checkpoint's record keeps it (runr.md 12.3). */
import type { CheckpointRecord } from './checkpoints/checkpoint';
import type { Run } from './run';
import { checkTruth } from './statusFacts';

export type Verification = NonNullable<CheckpointRecord['verification']>;

/**
 * The verdict on the checks of one run. Only lint, build and test together make it `passed`; where one of them did not
 * run and none failed, it is `not_run`, and the gates say which ones ran.
 */
export function verificationOf(run: Pick<Run, 'checks'>): Verification {
  const { verified, failed } = checkTruth(run);
  const ran = run.checks.filter(({ status }) => status !== 'not_run');
  return {
    status: verified ? 'passed' : failed.length > 0 ? 'failed' : 'not_run',
    gates: ran.map(({ check, display, exitCode, durationMs, outputFile }) => ({
      id: check,
      command: display,
      exit_code: exitCode ?? null,
      duration_ms: durationMs ?? 0,
      ...(outputFile !== undefined && { log: outputFile }),
    })),
  };
}
