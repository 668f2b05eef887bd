import assert from 'node:assert/strict';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { PROJECT, RennBed, runFile, STAGE } from './rennBed';
import { ONE_BY_ONE, StageBed } from './stageBed';
import { result } from './world';

const ONE_BATCH: StagePolicy = { parallel: 1, stopAfter: { batches: 1 } };

describe('a stage whose last batch was asked for', () => {
  let bed: StageBed;
  beforeEach(async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2, needs: ['01'] } });
    await bed.open();
  });
  afterEach(() => bed.close());

  it('rests before the last batch, and is complete after it: nothing is left to do', async () => {
    const id = await bed.start(ONE_BATCH);
    await bed.does('01');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'stopped stopped_after_batch');
    assert.equal(bed.run(id).stop?.detail, 'One batch was asked for.');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada', ONE_BATCH)));
    await bed.does('02');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  });

  it('is complete where somebody asked it to stop after it', async () => {
    bed.writeRecap('01');
    const id = await bed.start(ONE_BY_ONE);
    const call = await bed.begun('02');
    assert.ok('run' in (await bed.window.runner.tell(id, { type: 'stop_asked', by: 'Ada' })));
    bed.writeRecap('02');
    call.end(result('complete'));
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  });

  it('rests where a step is left', async () => {
    const id = await bed.start(ONE_BATCH);
    await bed.fails('01');
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, 'Steps failed');
    await bed.window.answer(gate, 'skip');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'stopped stopped_after_batch');
  });
});

describe('how many batches were run', () => {
  let bed: StageBed;
  const open = async (steps: ConstructorParameters<typeof StageBed>[0]): Promise<void> => {
    bed = new StageBed(steps);
    await bed.open();
  };
  const THREE = { '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 3 } };
  afterEach(() => bed.close());

  it('does not count another try', async () => {
    await open(THREE);
    const id = await bed.start({ parallel: 1, stopAfter: { batches: 2 } });
    await bed.fails('01');
    await bed.window.answer(await bed.window.gates.take(), 'retry');
    await bed.does('01', '02');
    await bed.settled(id);
    assert.deepEqual(
      [bed.stop(id), bed.batches(id)],
      ['stopped stopped_after_batch', ['01 failed', '01 done', '02 done']],
    );
    assert.equal(bed.run(id).stop?.detail, '2 batches were asked for.');
  });

  it('counts a batch whose steps wait for each other once, and rests nowhere within it', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 1, needs: ['01'] }, '03': { batch: 2 } });
    const id = await bed.start(ONE_BATCH);
    const call = await bed.begun('01');
    assert.ok('run' in (await bed.window.runner.tell(id, { type: 'stop_asked', by: 'Ada' })));
    bed.writeRecap('01');
    call.end(result('complete'));
    await bed.does('02');
    await bed.settled(id);
    assert.deepEqual(
      [bed.stop(id), bed.batches(id)],
      ['stopped stopped_after_batch', ['01 done', '02 done']],
    );
  });

  it('counts a batch of which the rest was left out as blocked', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 1, needs: ['02-01'] }, '03': { batch: 2 } });
    bed.world.write({ '.renn/stages/02-other/02-01-run.md': '---\nbatch: 1\n---\n' });
    const id = await bed.start(ONE_BATCH);
    await bed.does('01');
    await bed.window.answer(await bed.window.gates.take(), 'leave them out');
    await bed.settled(id);
    assert.deepEqual([bed.stop(id), bed.batches(id)], ['stopped stopped_after_batch', ['01 done']]);
  });
});

describe('a renn stage whose last batch was asked for', () => {
  it('rests before its proof, says so, and goes on to it', async () => {
    const bed = await new RennBed().open({
      ...PROJECT,
      [`${STAGE}/01-02-run.md`]: runFile('02', 2, 'b.txt'),
    });
    try {
      const id = await bed.startStage({ parallel: 1, stopAfter: { batches: 2 } });
      bed.finish(await bed.next());
      bed.finish(await bed.next());
      await bed.window.runner.settled(id);
      const { stop } = bed.window.store.run(id) ?? {};
      assert.deepEqual(stop, {
        code: 'stopped_after_batch',
        detail:
          '2 batches were asked for. No run is left: going on takes the stage to its end, with its proof.',
      });
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada', ONE_BATCH)));
      assert.equal((await bed.next()).task.node, 'audit');
      await bed.window.runner.stop(id, 'Ada');
    } finally {
      await bed.close();
    }
  });
});
