import assert from 'node:assert/strict';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import type { TakeRequest, TakeResult } from '../../../../src/node/checkpoints/ports';
import { CheckpointBed } from './checkpointBed';
import { Queue } from './world';

describe('a checkpoint that a crash cut short', function () {
  this.timeout(10_000);
  let bed: CheckpointBed;

  beforeEach(async () => {
    bed = new CheckpointBed();
    await bed.open();
  });
  afterEach(() => bed.close());

  const hang = (): Promise<TakeResult> => new Promise(() => undefined);

  for (const [name, found, expected] of [
    ['not there', () => [], 'begun(before_batch) taken(before_batch)'],
    ['there', (record: CheckpointRecord) => [seen(record)], 'taken(before_batch)'],
    [
      'there without its object',
      (record: CheckpointRecord) => [{ ...seen(record), exists: false }],
      'begun(before_batch) taken(before_batch)',
    ],
    [
      'there without its record',
      (record: CheckpointRecord) => [{ ...seen(record), rebuilt: true }],
      'taken(before_batch The window went away before the record was written.)',
    ],
  ] as const) {
    it(`before the run: ${name}`, async () => {
      const run = await cutShortBefore();
      const cut = bed.port.requests[0];
      assert.ok(cut);
      bed.port.there = found(bed.port.record(cut));
      await bed.crash();
      await bed.window.runner.pickUp(bed.world.folder);
      assert.equal(bed.window.store.run(run)?.stop?.code, 'process_crashed');
      await bed.window.runner.resume(run, 'Ada');
      await bed.world.agents.next();
      const rest = bed.journal(run).replace('run_started begun(before_batch) run_stopped run_resumed ', '');
      assert.equal(rest, expected);
    });
  }

  it('before the run: where nothing can be listed it is taken anew, and that is noted', async () => {
    const run = await cutShortBefore();
    await bed.crash();
    await bed.window.runner.pickUp(bed.world.folder);
    bed.port.list = () => Promise.reject(new Error('git is gone'));
    await bed.window.runner.resume(run, 'Ada');
    await bed.world.agents.next();
    assert.match(bed.journal(run), / note begun\(before_batch\) taken\(before_batch\)$/);
  });

  for (const [name, there, expected] of [
    ['there', true, 'taken(after_step)'],
    ['not there', false, 'skipped(after_step interrupted)'],
  ] as const) {
    it(`after the run: ${name}`, async () => {
      const asked = new Queue<TakeRequest>();
      const run = await bed.start();
      const gate = await bed.toTheGate();
      bed.port.answer = (request) => {
        asked.put(request);
        return hang();
      };
      await bed.window.answer(gate, 'yes it is');
      const record = bed.port.record(await asked.take());
      bed.port.there = there ? [seen(record)] : [];
      await bed.crash();
      assert.equal(await bed.window.runner.liveRun(bed.world.folder), undefined);
      await bed.window.runner.pickUp(bed.world.folder);
      const all = bed.journal(run);
      assert.equal(all.slice(all.indexOf('run_ended')), `run_ended begun(after_step) ${expected}`);
      await bed.window.runner.pickUp(bed.world.folder);
      assert.equal(bed.journal(run), all);
    });
  }

  async function cutShortBefore(): Promise<string> {
    const asked = new Queue<undefined>();
    const { answer } = bed.port;
    bed.port.answer = () => {
      bed.port.answer = answer;
      asked.put(undefined);
      return hang();
    };
    const run = await bed.start();
    await asked.take();
    return run;
  }

  function seen(record: CheckpointRecord): SeenCheckpoint {
    return { record, exists: true, readOnly: false, rebuilt: false };
  }
});
