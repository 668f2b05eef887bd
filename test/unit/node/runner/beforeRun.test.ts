import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import type { TakeResult } from '../../../../src/node/checkpoints/ports';
import { CheckpointBed } from './checkpointBed';

const LOCKED = { code: 'index_locked', detail: 'The index is locked.', wayOut: 'Wait.' };

describe('a run that wants a marker and has none', function () {
  this.timeout(10_000);
  let bed: CheckpointBed;

  beforeEach(async () => {
    bed = new CheckpointBed();
    bed.port.markers = true;
    bed.port.answer = () => Promise.resolve({ refused: LOCKED });
    await bed.open();
  });
  afterEach(() => bed.close());

  const withoutTag = (): Promise<TakeResult> => {
    const request = bed.port.requests.at(-1);
    assert.ok(request);
    return Promise.resolve({ record: bed.port.record(request), tagProblem: 'The prefix is no name.' });
  };

  for (const [name, prepare, why] of [
    ['no checkpoint', () => undefined, 'The index is locked.'],
    ['no tag', () => (bed.port.answer = withoutTag), 'The prefix is no name.'],
  ] as const) {
    it(`asks before it begins, with the way back written down: ${name}`, async () => {
      prepare();
      const run = await bed.start();
      const gate = await bed.window.gates.take();
      assert.ok(gate.question.includes(why), gate.question);
      assert.equal(gate.allowsText, false);
      const [evidence] = gate.evidence;
      assert.match(readFileSync(evidence?.file ?? '', 'utf8'), /^# Rollback point by hand\n/);
      assert.deepEqual([bed.world.agents.calls.length, bed.window.store.run(run)?.nodes], [0, []]);
      await bed.window.answer(gate, 'go on without it');
      await bed.toTheEnd(run);
      assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    });
  }

  it('stops on a person’s word, and tries again when it goes on', async () => {
    const run = await bed.start();
    await bed.window.answer(await bed.window.gates.take(), 'stop here');
    await bed.window.runner.settled(run);
    assert.deepEqual(bed.window.store.run(run)?.stop, {
      code: 'no_rollback_point',
      detail: 'Ada chose not to go on: The index is locked.',
    });
    await bed.window.runner.resume(run, 'Ada');
    const second = await bed.window.gates.take();
    await bed.window.answer(second, 'stop here');
    await bed.window.runner.settled(run);
    bed.port.answer = (request) => Promise.resolve({ record: bed.port.record(request) });
    await bed.window.runner.resume(run, 'Ada');
    await bed.world.agents.next();
    assert.equal(bed.window.store.run(run)?.checkpoints.at(-1)?.state, 'taken');
  });

  it('waits over a crash with the same gate, and asks once', async () => {
    const run = await bed.start();
    const gate = await bed.window.gates.take();
    await bed.crash();
    await bed.window.runner.pickUp(bed.world.folder);
    assert.equal((await bed.window.gates.take()).id, gate.id);
    await bed.window.answer(gate, 'go on without it');
    await bed.world.agents.next();
    await bed.window.runner.stop(run, 'Ada');
    await bed.window.runner.resume(run, 'Ada');
    await bed.world.agents.next();
    assert.equal(bed.window.store.run(run)?.gates.length, 1);
  });

  it('asks again where only the journal has an answer', async () => {
    const run = await bed.start();
    const gate = await bed.window.gates.take();
    await bed.crash();
    const answer = { schema_version: 1, gate: gate.id, choice: 'go on without it', by: 'Ada', window: 'w1' };
    const forged = {
      type: 'gate_answered',
      token: '',
      node: gate.node,
      answer: { ...answer, at: gate.openedAt },
    };
    const line = JSON.stringify({ schema_version: 1, at: gate.openedAt, ...forged });
    appendFileSync(bed.window.store.run(run)?.file ?? '', `${line}\n`);
    await bed.window.runner.resume(run, 'Ada');
    assert.equal((await bed.window.gates.take()).id, gate.id);
    assert.equal(bed.world.agents.calls.length, 0);
    await bed.window.answer(gate, 'go on without it');
    await bed.toTheEnd(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
  });

  it('does not ask where checkpoints are off, or nobody wants a marker', async () => {
    for (const set of [() => (bed.port.setting = 'off'), () => (bed.port.markers = false)]) {
      bed.port.setting = 'step';
      set();
      const run = await bed.start();
      await bed.world.agents.next();
      await bed.window.runner.stop(run, 'Ada');
      assert.deepEqual(bed.window.store.run(run)?.gates, []);
    }
  });
});
