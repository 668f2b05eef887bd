import assert from 'node:assert/strict';
import type { Run } from '../../../../src/core/run';
import { goOn, untilDeath } from './moments';
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
      let id = '';
      const isAtNode = ({ nodes }: Run): boolean => nodes.includes(node);
      const agents = await untilDeath(bed, isAtNode, async () => {
        id = await bed.start();
        await bed.rest(id);
      });
      assert.ok(agents, `never at ${node}`);
      await goOn(await bed.open(), bed.world.folder, id);
      assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
      assert.deepEqual(leftBy(bed, id), whole);
      assert.equal(bed.world.copied.length, 1);
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
