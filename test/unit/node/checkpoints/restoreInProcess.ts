/** Restores in a process of its own, which kills itself where it is told to. Argument: an `Order` as JSON. */
import type { CheckpointRecord, RestorePreview } from '../../../../src/core/checkpoints/checkpoint';
import { RestoreBed } from './restoreBed';
import { stepwise } from './stepwise';

export interface Order {
  readonly top: string;
  readonly target: CheckpointRecord;
  readonly preview: RestorePreview;
  /** The process dies before its so many-th step: a git command, or an entry of the log. */
  readonly dieBefore?: number;
  readonly what?: 'files' | 'files_and_branch';
}

async function main(): Promise<void> {
  const { top, target, preview, dieBefore, what = 'files' } = JSON.parse(process.argv[2] ?? '') as Order;
  // For a filter that kills from inside of git.
  process.env['RESTORING_PROCESS'] = String(process.pid);
  const steps: string[] = [];
  const step = (name: string): void => {
    steps.push(name);
    if (steps.length === dieBefore) process.kill(process.pid, 'SIGKILL');
  };
  const bed = new RestoreBed(top, stepwise(step));
  const now = (): Date => {
    step('log');
    return new Date();
  };
  const result = await bed.restore(target, { preview, what, now });
  process.stdout.write(JSON.stringify({ steps, result }));
}

void main();
