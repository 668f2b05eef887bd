/**
 * A process of its own that works on the log of a plan. Arguments: what it does, the workspace folder, its task.
 * `race`: says `ready`, and at the first input takes batch after batch, each done at once, until nothing is left; then
 * says the stages it took. `hold`: says `ready` while it holds the lock, and never gives it up.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { finishStage, openTasks, startBatch } from '../../../../src/core/formats/okstra/run/consumerRows';
import { appendRows } from '../../../../src/node/okstra/consumersFile';

/** One after the other, three steps each: two fit into a batch. */
export const STAGES = Array.from({ length: 24 }, (_, at) => ({ number: at + 1, dependsOn: [], steps: 3 }));

async function main([what, folder = '', task = '']: readonly string[]): Promise<void> {
  const place = { folder, root: join(folder, '.okstra/task') };
  const by = { task, at: '2026-06-05T01:02:03.004Z', commit: '' };
  if (what === 'hold') {
    await appendRows(place, () => {
      process.stdout.write('ready\n');
      return new Promise<never>(() => setInterval(() => 0, 60_000));
    });
  }
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  process.stdin.destroy();
  const taken: number[] = [];
  for (;;) {
    const batch = await appendRows(place, (log) =>
      startBatch(log, { stages: STAGES, requested: 'auto', by, underWay: new Set(openTasks(log)) }),
    );
    if (!('stages' in batch)) break;
    taken.push(...batch.stages);
    for (const stage of batch.stages)
      await appendRows(place, (log) => finishStage(log, stage, `carry/stage-${stage}.json`, by));
  }
  process.stdout.write(`${JSON.stringify(taken)}\n`);
}

if (process.argv[1] === import.meta.filename) void main(process.argv.slice(2));
