import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from '../../../../src/core/gateRecord';
import { ONE_BY_ONE, PARALLEL, StageBed, type BedStep } from './stageBed';
import { result } from './world';

/** 01 and 02 side by side, 03 after 01, 04 after nothing. */
const FOUR: Readonly<Record<string, BedStep>> = {
  '01': { batch: 1 },
  '02': { batch: 1 },
  '03': { batch: 2, needs: ['01'] },
  '04': { batch: 2 },
};

const OTHER = {
  plan: '.renn/stages/02-other/02-01-run.md',
  recap: '.renn/stages/02-other/02-01-recap.md',
};

describe('what a person decides about a stage', function () {
  this.timeout(8_000);
  let bed: StageBed;

  async function open(steps = FOUR): Promise<void> {
    bed = new StageBed(steps);
    await bed.open();
  }
  afterEach(() => bed.close());

  /** The gate of the stage, as its title and its options. */
  async function asked(title: string): Promise<Gate> {
    const gate = await bed.window.gates.take();
    assert.deepEqual([gate.title, gate.step.key, gate.stage], [title, '', '01-base']);
    return gate;
  }

  describe('about a step that failed', () => {
    let id: string;
    let gate: Gate;
    beforeEach(async () => {
      await open();
      id = await bed.start();
      await bed.fails('01');
      await bed.does('02');
      gate = await asked('Steps failed');
    });

    it('is asked which, why, and what depends on it', async () => {
      assert.match(
        gate.question,
        /^- 01-01 .*: Its run ended, and its mark of completion is not there \(no valid recap\)\.$/m,
      );
      assert.match(gate.question, /^What depends on it: 01-03 .*\.$/m);
      assert.deepEqual(
        gate.options.map(({ key }) => key),
        ['continue', 'retry', 'skip', 'stop'],
      );
      assert.match(gate.blocks, /^stage 01/);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done']);
      await bed.window.runner.stop(id, 'Ada');
    });

    it('continue: it and what depends on it are left out', async () => {
      await bed.window.answer(gate, 'continue');
      await bed.does('04');
      const { stop } = await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '04 done']);
      assert.match(stop?.detail ?? '', /^Left out: 01-01 .*, 01-03 .*\.$/);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });

    it('retry: it alone is run again, in a run of its own', async () => {
      await bed.window.answer(gate, 'retry');
      await bed.does('01', '03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '01 done', '03 done, 04 done']);
      assert.deepEqual([bed.stop(id), bed.children(id).length], ['ended stage_complete', 5]);
      assert.equal(bed.run(id).stop?.detail, 'Left out: none.');
    });

    it('retry as often as it fails', async () => {
      await bed.window.answer(gate, 'retry');
      await bed.fails('01');
      await bed.window.answer(await asked('Steps failed'), 'retry');
      await bed.does('01', '03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id).slice(0, 3), ['01 failed, 02 done', '01 failed', '01 done']);
    });

    it('skip: what depends on it goes on without it', async () => {
      await bed.window.answer(gate, 'skip');
      await bed.does('03', '04');
      const { stop } = await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '03 done, 04 done']);
      assert.match(stop?.detail ?? '', /^Left out: 01-01 [^,]*\.$/);
    });

    it('stop: the stage rests, and looks at it anew when it goes on', async () => {
      await bed.window.answer(gate, 'stop');
      const { stop } = await bed.settled(id);
      assert.deepEqual(
        [bed.stop(id), stop?.detail],
        ['stopped stage_halted', 'Ada stopped the stage at “Steps failed”.'],
      );
      assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
      await bed.does('01', '03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '01 done', '03 done, 04 done']);
    });
  });

  it('all of a batch failed: the stage stops as something systemic, and tries them again when it goes on', async () => {
    await open();
    const id = await bed.start();
    await bed.fails('01', '02');
    const { stop, gates } = await bed.settled(id);
    assert.deepEqual([bed.stop(id), gates], ['stopped batch_failed', []]);
    assert.match(stop?.detail ?? '', /^All 2 steps of the batch failed\. The first: Its run ended, /);
    assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
    await bed.does('01', '02', '03', '04');
    await bed.settled(id);
    assert.deepEqual(bed.batches(id), ['01 failed, 02 failed', '01 done, 02 done', '03 done, 04 done']);
  });

  it('all failed but one that was left out: systemic too', async () => {
    await open({ '01': { batch: 1 }, '02': { batch: 1 }, '03': { batch: 1 } });
    const id = await bed.start(ONE_BY_ONE);
    const first = await bed.begun('01');
    await bed.window.runner.tell(id, {
      type: 'step_skipped',
      step: first.task.step.key,
      reason: '',
      by: 'Ada',
    });
    await bed.fails('02', '03');
    await bed.settled(id);
    assert.deepEqual(
      [bed.batches(id), bed.stop(id)],
      [['01 skipped, 02 failed, 03 failed'], 'stopped batch_failed'],
    );
  });

  describe('about steps that cannot be run as they are', () => {
    let id: string;
    let gate: Gate;
    beforeEach(async () => {
      await open({
        '01': { batch: 1, needs: ['02-01'] },
        '02': { batch: 2, needs: ['01'] },
        '03': { batch: 2 },
      });
      bed.world.write({ [OTHER.plan]: '---\nbatch: 1\n---\n' });
      id = await bed.start();
      gate = await asked('Steps blocked');
    });

    it('is asked which, and why', async () => {
      assert.match(gate.question, /^- 01-01 .*: .*02-01.*$/m);
      assert.deepEqual([bed.order(), bed.batches(id)], [[], []]);
      await bed.window.runner.stop(id, 'Ada');
    });

    it('run them all the same: a choice that is written down', async () => {
      await bed.window.answer(gate, 'run them all the same');
      await bed.does('01', '02', '03');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 done', '02 done, 03 done']);
      const notes = bed.window.store.events(id).flatMap((event) => ('note' in event ? [event.note] : []));
      assert.deepEqual(notes, ['Run all the same: 01-base/01-01-run']);
    });

    it('run all the same, and left out when it fails', async () => {
      await bed.window.answer(gate, 'run them all the same');
      await bed.fails('01');
      await bed.window.answer(await asked('Steps failed'), 'continue');
      await bed.does('03');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed', '03 done']);
    });

    it('leave them out: with what depends on them', async () => {
      await bed.window.answer(gate, 'leave them out');
      await bed.does('03');
      const { stop } = await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['03 done']);
      assert.match(stop?.detail ?? '', /^Left out: 01-01 .*, 01-02 .*\.$/);
    });

    it('stop: the stage rests, and looks at them anew when it goes on', async () => {
      await bed.window.answer(gate, 'stop');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'stopped stage_halted');
      bed.world.write({ [OTHER.recap]: '# Recap\n' });
      assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
      await bed.does('01', '02', '03');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });
  });

  describe('about steps that have gone', () => {
    let id: string;
    let gate: Gate;
    let text: string;
    beforeEach(async () => {
      await open();
      id = await bed.start();
      const file = join(bed.world.folder, bed.planFile('03'));
      text = readFileSync(file, 'utf8');
      await bed.does('01');
      rmSync(file);
      await bed.does('02');
      gate = await asked('Steps gone');
    });

    it('is asked which, before the next batch', async () => {
      assert.match(gate.question, /^- 01-base\/01-03-run$/m);
      assert.deepEqual(bed.batches(id), ['01 done, 02 done']);
      await bed.window.runner.stop(id, 'Ada');
    });

    it('look again: asks once more while they are gone, and runs them when they are back', async () => {
      await bed.window.answer(gate, 'look again');
      const again = await asked('Steps gone');
      bed.world.write({ [bed.planFile('03')]: text });
      await bed.window.answer(again, 'look again');
      await bed.does('03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 done, 02 done', '03 done, 04 done']);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });

    it('go on without them: which is written down, and not asked again', async () => {
      await bed.window.answer(gate, 'go on without them');
      await bed.does('04');
      const { stop } = await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 done, 02 done', '04 done']);
      assert.equal(stop?.detail, 'Left out: 01-base/01-03-run.');
    });

    it('waits over a crash with the same question', async () => {
      await bed.crash();
      const again = await asked('Steps gone');
      assert.equal(again.id, gate.id);
      await bed.window.answer(again, 'go on without them');
      await bed.does('04');
      const { stop } = await bed.settled(id);
      assert.equal(stop?.detail, 'Left out: 01-base/01-03-run.');
    });

    it('takes the answer that was given as the window died', async () => {
      await bed.window.answer(gate, 'go on without them');
      await bed.crash();
      // Where the run had taken notice of the answer before, nothing of it was at work any more.
      if (bed.run(id).phase === 'stopped') assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
      await bed.does('04');
      const { stop, gates } = await bed.settled(id);
      assert.deepEqual([gates.length, stop?.detail], [1, 'Left out: 01-base/01-03-run.']);
    });

    it('stop: the stage rests, and asks again when it goes on', async () => {
      await bed.window.answer(gate, 'stop');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'stopped stage_halted');
      assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
      await bed.window.answer(await asked('Steps gone'), 'go on without them');
      await bed.does('04');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });
  });

  it('is asked about no step that is done or was left out before its file went', async () => {
    await open();
    const id = await bed.start();
    await bed.fails('01');
    await bed.does('02');
    await bed.window.answer(await asked('Steps failed'), 'skip');
    for (const number of ['01', '02']) rmSync(join(bed.world.folder, bed.planFile(number)));
    await bed.does('03', '04');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  });

  describe('about when it comes to rest', () => {
    it('after one batch, and after one more', async () => {
      await open();
      const id = await bed.start({ ...PARALLEL, stopAfter: { batches: 1 } });
      await bed.does('01', '02');
      const { stop } = await bed.settled(id);
      assert.deepEqual(
        [bed.stop(id), stop?.detail],
        ['stopped stopped_after_batch', 'One batch was asked for.'],
      );
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
      await bed.does('03', '04');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.batches(id).length], ['ended stage_complete', 2]);
    });

    it('after as many batches as were asked for', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 3 } });
      const id = await bed.start({ ...PARALLEL, stopAfter: { batches: 2 } });
      await bed.does('01', '02');
      await bed.settled(id);
      assert.deepEqual(
        [bed.stop(id), bed.batches(id)],
        ['stopped stopped_after_batch', ['01 done', '02 done']],
      );
    });

    it('after the batch in which a person was asked', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 3 } });
      const id = await bed.start({ ...PARALLEL, stopAfter: 'gate' });
      await bed.does('01');
      await bed.window.answer(await bed.asks('02'), 'left');
      await bed.does('02');
      const { stop } = await bed.settled(id);
      assert.deepEqual([bed.stop(id), stop?.detail], ['stopped stopped_after_batch', 'A gate was met.']);
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
      await bed.does('03');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });

    it('Stop After This Batch, while one is under way', async () => {
      await open();
      const id = await bed.start();
      const call = await bed.begun('01');
      assert.deepEqual(await bed.window.runner.tell(id, { type: 'stop_asked', by: 'Bo' }), { run: id });
      bed.writeRecap('01');
      call.end(result('complete'));
      await bed.does('02');
      const { stop } = await bed.settled(id);
      assert.equal(stop?.detail, 'Bo asked to stop after this batch.');
      assert.deepEqual(bed.batches(id), ['01 done, 02 done']);
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
      await bed.does('03', '04');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });

    it('another policy when it goes on', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 2 } });
      const id = await bed.start({ ...PARALLEL, stopAfter: { batches: 1 } });
      await bed.does('01');
      await bed.settled(id);
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada', ONE_BY_ONE)));
      await bed.does('02', '03');
      await bed.settled(id);
      assert.deepEqual(bed.run(id).batches[1]?.rounds, [[bed.key('02')], [bed.key('03')]]);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });
  });

  describe('about which steps it is', () => {
    it('those that close gaps', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 1, gap: true }, '03': { batch: 2, gap: true } });
      const id = await bed.start({ ...PARALLEL, gapsOnly: true });
      await bed.does('02', '03');
      const { stop } = await bed.settled(id);
      assert.deepEqual([bed.batches(id), stop?.detail], [['02 done', '03 done'], 'Left out: none.']);
    });

    it('those that were chosen', async () => {
      await open();
      const id = await bed.start({ ...PARALLEL, steps: [bed.key('02'), bed.key('04')] });
      await bed.does('02', '04');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', ['02 done', '04 done']]);
    });

    it('none, where all are done', async () => {
      await open({ '01': { batch: 1 } });
      bed.writeRecap('01');
      const id = await bed.start();
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', []]);
    });
  });

  describe('about leaving a step out', () => {
    const skip = (id: string, number: string) =>
      bed.window.runner.tell(id, {
        type: 'step_skipped',
        step: bed.key(number),
        reason: 'later',
        by: 'Bo',
      });

    it('while it runs: its run is stopped, and what depends on it goes on without it', async () => {
      await open();
      const id = await bed.start();
      await bed.begun('01');
      assert.deepEqual(await skip(id, '01'), { run: id });
      await bed.does('02', '03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 skipped, 02 done', '03 done, 04 done']);
      assert.deepEqual(
        [bed.stop(id), bed.child(id, '01').stop?.code],
        ['ended stage_complete', 'user_stopped'],
      );
    });

    it('before its turn in the batch', async () => {
      await open();
      const id = await bed.start(ONE_BY_ONE);
      const call = await bed.begun('01');
      await skip(id, '02');
      bed.writeRecap('01');
      call.end(result('complete'));
      await bed.does('03', '04');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 done, 02 skipped', '03 done, 04 done']);
      assert.deepEqual(bed.order(), ['01', '03', '04']);
    });

    it('before its batch', async () => {
      await open();
      const id = await bed.start();
      await bed.begun('01').then(async (call) => {
        await skip(id, '04');
        bed.writeRecap('01');
        call.end(result('complete'));
      });
      await bed.does('02', '03');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 done, 02 done', '03 done']);
    });

    it('of a stage that is at rest is refused', async () => {
      await open();
      const id = await bed.start();
      await bed.begun('01');
      const wish = { type: 'stop_asked', by: 'Bo' } as const;
      await bed.window.runner.stop(id, 'Ada');
      const before = bed.window.store.events(id).length;
      const resting = await bed.window.runner.tell(id, wish);
      assert.ok('refused' in resting && resting.refused.code === 'user_stopped');
      const nowhere = await bed.window.runner.tell('x', wish);
      assert.ok('refused' in nowhere && nowhere.refused.code === 'unknown');
      assert.equal(bed.window.store.events(id).length, before);
    });
  });

  describe('when something is not there', () => {
    it('the file of a step: it was not run, and why', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 1 } });
      const id = await bed.start(ONE_BY_ONE);
      const call = await bed.begun('01');
      rmSync(join(bed.world.folder, bed.planFile('02')));
      bed.writeRecap('01');
      call.end(result('complete'));
      const gate = await asked('Steps failed');
      assert.match(gate.question, /^- 01-base\/01-02-run: Its file is not in the plan any more\.$/m);
      await bed.window.answer(gate, 'continue');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', ['01 done, 02 failed']]);
    });

    it('the protocol of the steps: none was run, and why', async () => {
      await open({ '01': { batch: 1 } });
      rmSync(bed.stepProtocol);
      const id = await bed.start();
      const gate = await asked('Steps failed');
      assert.match(gate.question, /^- 01-01 .*: It was not run: .*work\.yaml/m);
      await bed.window.answer(gate, 'stop');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'stopped stage_halted');
    });

    it('the agent: the step says so', async () => {
      await open({ '01': { batch: 1 } });
      const id = await bed.start();
      (await bed.begun('01')).end({ kind: 'not_started', problem: 'There is no program "coder".' });
      const gate = await asked('Steps failed');
      assert.match(gate.question, /^- 01-01 .*: Agent did not start\. There is no program "coder"\.$/m);
      await bed.window.answer(gate, 'retry');
      await bed.does('01');
      await bed.settled(id);
      assert.deepEqual(bed.batches(id), ['01 failed', '01 done']);
    });

    it('the plan: the stage rests, and goes on once it is back', async () => {
      await open({ '01': { batch: 1 }, '02': { batch: 2 } });
      const id = await bed.start();
      const call = await bed.begun('01');
      bed.writeRecap('01');
      bed.world.save('plan');
      rmSync(join(bed.world.folder, '.renn'), { recursive: true });
      call.end(result('complete'));
      const { stop } = await bed.settled(id);
      assert.equal(bed.stop(id), 'stopped plan_missing');
      assert.match(stop?.detail ?? '', /has no .* any more \(.*\.renn\)\.$/);
      bed.world.restoreFiles('plan');
      assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
      await bed.does('02');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', ['01 done', '02 done']]);
    });
  });
});
