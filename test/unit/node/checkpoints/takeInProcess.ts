/**
 * Takes a snapshot in a process of its own, as one that may be killed, or as a person who may not do everything.
 * Argument: `{request, dieBefore?}` as JSON; `dieBefore` is the number of the git command before which it kills itself.
 */
import type { SnapshotRequest } from '../../../../src/node/checkpoints/ports';
import { snapshotWith } from '../../../../src/node/checkpoints/snapshot';
import { stepwise } from './stepwise';

export interface Order {
  readonly request: Omit<SnapshotRequest, 'message'>;
  readonly dieBefore?: number;
}

async function main(): Promise<void> {
  const { request, dieBefore } = JSON.parse(process.argv[2] ?? '') as Order;
  let commands = 0;
  const git = stepwise(() => {
    commands += 1;
    if (commands === dieBefore) process.kill(process.pid, 'SIGKILL');
  });
  const take = snapshotWith(git);
  const result = await take({ ...request, message: () => 'A checkpoint' });
  process.stdout.write(JSON.stringify(result));
}

void main();
