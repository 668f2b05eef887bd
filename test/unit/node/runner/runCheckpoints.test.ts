import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mock } from 'node:test';
import { CheckpointBed, PLAN } from './checkpointBed';
import { Queue, result } from './world';

const BUSY = { code: 'index_locked', detail: 'The index is locked.', wayOut: 'Wait.' };

describe('the checkpoints of a run', function () {
  this.timeout(10_000);
  let bed: CheckpointBed;

  beforeEach(async () => {
    bed = new CheckpointBed();
    await bed.open();
  });
  afterEach(async () => {
    mock.timers.reset();
    await bed.close();
  });

  it('are taken before its first node and after its end', async () => {
    const run = await bed.start();
    const { task } = await bed.world.agents.next().then((call) => (call.end(result('complete')), call));
    assert.equal(bed.port.requests.length, 1, `before ${task.node}`);
    await bed.window.answer(await bed.window.gates.take(), 'yes it is');
    await bed.window.runner.settled(run);
    assert.equal(
      bed.journal(run),
      'run_started begun(before_batch) taken(before_batch) run_ended begun(after_step) taken(after_step)',
    );
  });

  it('say what they are about', async () => {
    const run = await bed.start();
    await bed.toTheEnd(run);
    const [before, after] = bed.port.requests;
    assert.ok(before && after);
    assert.deepEqual(before, {
      id: before.id,
      kind: 'before_batch',
      name: 'before step 01',
      by: 'Ada',
      run_id: run,
      plan: { ...before.plan, format: 'coyote', title: 'Plans', step_count: 2 },
      step: {
        key: '01-first',
        number: '01',
        title: 'first',
        index: 0,
        content_hash: createHash('sha256').update(PLAN).digest('hex'),
      },
      attempt: 1,
      seq: 1,
      deadlineMs: 10_000,
    });
    assert.deepEqual(
      [after.name, after.seq, after.outcome, after.unchangedTree, after.verification],
      ['after step 01', 2, 'completed', `tree-${before.id}`, { status: 'not_run', gates: [] }],
    );
  });

  it('are taken while nothing of the run is at work', async () => {
    const taking = new Queue<() => void>();
    bed.port.answer = (request) =>
      new Promise((resolve) => {
        taking.put(() => {
          resolve({ record: bed.port.record(request) });
        });
      });
    const run = await bed.start();
    const go = await taking.take();
    assert.deepEqual([bed.world.agents.calls.length, bed.window.store.run(run)?.nodes], [0, []]);
    assert.equal(await bed.window.runner.liveRun(bed.world.folder), run);
    go();
    const gate = await bed.toTheGate();
    await bed.window.answer(gate, 'yes it is');
    const goAfter = await taking.take();
    assert.equal(bed.window.store.run(run)?.phase, 'ended');
    assert.equal(await bed.window.runner.liveRun(bed.world.folder), run);
    const next = bed.window.runner.start({ ...bed.world.plan(), by: 'Ada' });
    goAfter();
    assert.ok('run' in (await next), 'the next run waits for the checkpoint');
    (await taking.take())();
    await bed.world.agents.next();
  });

  for (const [name, setting, expected] of [
    ['off', 'off', 'run_started skipped(before_batch off) run_ended'],
    ['batch', 'batch', 'run_started begun(before_batch) taken(before_batch) run_ended'],
  ] as const) {
    it(`as the setting says: ${name}`, async () => {
      bed.port.setting = setting;
      const run = await bed.start();
      await bed.toTheEnd(run);
      assert.equal(bed.journal(run), expected);
    });
  }

  it('are missed visibly where nothing takes any', async () => {
    await bed.open({ port: false });
    const run = await bed.start();
    await bed.toTheEnd(run);
    assert.equal(bed.journal(run), 'run_started skipped(before_batch unavailable) run_ended');
  });

  it('are not taken after a run that failed', async () => {
    const run = await bed.start();
    await bed.toTheEnd(run, 'no');
    assert.equal(bed.journal(run), 'run_started begun(before_batch) taken(before_batch) run_ended');
  });

  for (const [name, answer, expected] of [
    ['refused', () => Promise.resolve({ refused: BUSY }), 'index_locked: The index is locked.'],
    [
      'that throw',
      () => Promise.reject(new Error('spawn git EACCES')),
      'failed: Taking the checkpoint failed: spawn git EACCES',
    ],
  ] as const) {
    it(`${name} leave the run going on, and say why`, async () => {
      bed.port.answer = answer;
      const run = await bed.start();
      await bed.toTheEnd(run);
      assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
      const words = bed.window.store
        .run(run)
        ?.checkpoints.map((mark) =>
          mark.state === 'skipped' ? `${mark.kind} ${mark.code}: ${mark.detail}` : mark.state,
        );
      assert.deepEqual(words, [`before_batch ${expected}`, `after_step ${expected}`]);
      assert.deepEqual(bed.window.problems, []);
    });
  }

  it('that never come are given up', async () => {
    const asked = new Queue<undefined>();
    mock.timers.enable({ apis: ['setTimeout'] });
    bed.port.answer = () => {
      asked.put(undefined);
      return new Promise(() => undefined);
    };
    const run = await bed.start();
    await asked.take();
    // The deadline is set in the turn in which the port was asked.
    await Promise.resolve();
    mock.timers.tick(15_000);
    mock.timers.reset();
    (await bed.world.agents.next()).end(result('complete'));
    assert.equal(bed.journal(run), 'run_started begun(before_batch) skipped(before_batch timed_out)');
  });

  it('exist without their record, and say so', async () => {
    bed.port.answer = (request) =>
      Promise.resolve({ record: bed.port.record(request), recordProblem: 'The disk is full.' });
    const run = await bed.start();
    await bed.world.agents.next();
    assert.equal(bed.journal(run), 'run_started begun(before_batch) taken(before_batch The disk is full.)');
  });

  it('are not taken again when the run goes on, taken or skipped', async () => {
    for (const answer of [bed.port.answer, () => Promise.resolve({ refused: BUSY })]) {
      bed.port.answer = answer;
      bed.port.requests.length = 0;
      const run = await bed.start();
      await bed.world.agents.next();
      await bed.window.runner.stop(run, 'Ada');
      await bed.window.runner.resume(run, 'Ada');
      await bed.world.agents.next();
      await bed.window.runner.stop(run, 'Ada');
      assert.equal(bed.port.requests.length, 1);
    }
  });

  it('are not taken for a run whose journal has none and which has worked', async () => {
    await bed.open({ port: false });
    const run = await bed.start();
    await bed.world.agents.next();
    await bed.window.runner.stop(run, 'Ada');
    const file = bed.world.journal(run);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.filter((line) => !line.includes('checkpoint_skipped')).join('\n'));
    await bed.open();
    await bed.window.runner.resume(run, 'Ada');
    await bed.world.agents.next();
    assert.deepEqual(bed.port.requests, []);
  });
});
