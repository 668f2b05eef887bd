import assert from 'node:assert/strict';
import type { Run } from '../../../../src/core/run';
import { OkstraBed } from './okstraBed';

interface Left {
  readonly files: readonly string[];
  readonly rows: readonly string[];
}

/** Nodes of the stage's protocol and of its steps' protocol at which the process dies, each once entered. */
const NODES = [
  'choose_batch',
  'run_batch',
  'gather_stage',
  'implement',
  'weigh_changes',
  'validate',
  'carry',
  'finish_stage',
  'check_run',
  'review',
  'name_report',
  'report_run',
];

describe('a plan of okstra, after a crash', () => {
  let whole: Left;

  before(async () => {
    const bed = await newBed();
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete');
    whole = leftBy(bed, id);
    assert.equal(whole.rows.length, 4);
    await bed.close();
  });

  for (const node of NODES)
    it(`at ${node} leaves the same files`, async () => {
      const bed = await newBed();
      const crashed = new Promise<void>((resolve) => {
        bed.world.onEvent = (run: Run): void => {
          if (!run.nodes.includes(node)) return;
          bed.world.onEvent = undefined;
          bed.window.crash();
          resolve();
        };
      });
      const id = await bed.start();
      await crashed;
      const dead = bed.window;
      await bed.open();
      await bed.window.runner.pickUp(bed.world.folder);
      await bed.window.runner.settled(id);
      if (bed.run(id).phase !== 'ended')
        assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')), bed.run(id).stop?.detail);
      assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
      assert.deepEqual(leftBy(bed, id), whole);
      assert.equal(bed.world.copied.length, 1);
      assert.deepEqual(dead.problems, []);
      await bed.close();
    });
});

/** Two stages that one run takes. */
async function newBed(): Promise<OkstraBed> {
  const bed = new OkstraBed([1, 2].map((number) => ({ number, steps: 4, post: `node check.mjs ${number}` })));
  await bed.open();
  return bed;
}

function leftBy(bed: OkstraBed, id: string): Left {
  const rows = bed.rows().map((row) => row.replace(id, 'run'));
  return { files: bed.files(), rows };
}
