import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ONE_BY_ONE, PARALLEL, StageBed, type BedStep } from './stageBed';
import { result, type Call } from './world';

const THREE: Readonly<Record<string, BedStep>> = {
  '01': { batch: 1 },
  '02': { batch: 1 },
  '03': { batch: 2, needs: ['01'] },
};

describe('a run of a stage that comes to rest', function () {
  this.timeout(20_000);
  let bed: StageBed;

  async function open(steps = THREE): Promise<void> {
    bed = new StageBed(steps);
    await bed.open();
  }
  afterEach(() => bed.close());

  function end(call: Call, number: string): void {
    bed.writeRecap(number);
    call.end(result('complete'));
  }
  const resume = async (id: string): Promise<void> => {
    assert.deepEqual(await bed.window.runner.resume(id, 'Bo'), { run: id });
  };
  const stop = async (id: string): Promise<void> => {
    await bed.window.runner.stop(id, 'Ada');
    assert.equal(bed.stop(id), 'stopped user_stopped');
    assert.deepEqual(
      bed.window.store.runs().filter(({ phase }) => phase === 'active'),
      [],
    );
  };
  async function completes(id: string, expected: readonly string[]): Promise<void> {
    await bed.settled(id);
    assert.deepEqual([bed.stop(id), bed.batches(id)], ['ended stage_complete', expected]);
    const keys = bed.children(id).map(({ header }) => `${header.parent?.batch ?? ''} ${header.step.key}`);
    assert.equal(new Set(keys).size, keys.length, 'a step was begun twice in one batch');
  }

  describe('by a Stop', () => {
    it('while its steps are at work: all of them are stopped, and go on with it', async () => {
      await open();
      const id = await bed.start();
      await Promise.all([bed.begun('01'), bed.begun('02')]);
      await stop(id);
      assert.equal(bed.world.agents.stops.length, 2);
      assert.deepEqual(bed.batches(id), ['[01 02]'], 'the batch is not over');
      await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('while one is done and one at work: what is done stays so', async () => {
      await open();
      const id = await bed.start();
      await bed.does('01');
      await bed.window.runner.settled(bed.child(id, '01').id);
      await bed.begun('02');
      await stop(id);
      await resume(id);
      await bed.does('02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
      assert.deepEqual(bed.order(), ['01', '02', '02', '03']);
    });

    it('between two steps of a batch', async () => {
      await open();
      const id = await bed.start(ONE_BY_ONE);
      const first = await bed.begun('01');
      const stopping = bed.window.runner.stop(id, 'Ada');
      end(first, '01');
      await stopping;
      await resume(id);
      if (bed.child(id, '01').stop?.code !== 'complete') await bed.does('01');
      await bed.does('02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('while a step waits at a gate: the gate waits on', async () => {
      await open();
      const id = await bed.start();
      const gate = await bed.asks('01');
      await bed.does('02');
      await stop(id);
      await resume(id);
      assert.equal((await bed.window.gates.take()).id, gate.id);
      await bed.window.answer(gate, 'left');
      await bed.does('01', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('at a gate of its own: the gate waits on', async () => {
      await open();
      const id = await bed.start();
      await bed.fails('01');
      await bed.does('02');
      const gate = await bed.window.gates.take();
      await stop(id);
      await resume(id);
      assert.equal((await bed.window.gates.take()).id, gate.id);
      await bed.window.answer(gate, 'retry');
      await bed.does('01', '03');
      await completes(id, ['01 failed, 02 done', '01 done', '03 done']);
    });

    it('at once', async () => {
      await open();
      const id = await bed.start();
      await stop(id);
      await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('of one step alone: it failed, and its siblings finish', async () => {
      await open();
      const id = await bed.start();
      await bed.begun('01');
      await bed.window.runner.stop(bed.child(id, '01').id, 'Ada');
      await bed.does('02');
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /^- 01-01 .*: Stopped\. Ada stopped the run\.$/m);
      await bed.window.answer(gate, 'retry');
      await bed.does('01', '03');
      await completes(id, ['01 failed, 02 done', '01 done', '03 done']);
    });

    it('that nobody drives: its steps are stopped with it', async () => {
      await open();
      const id = await bed.start();
      for (const { place } of await Promise.all([bed.begun('01'), bed.begun('02')]))
        mkdirSync(place.records, { recursive: true });
      bed.window.crash();
      await bed.open();
      await stop(id);
      assert.equal(bed.world.agents.stops.length, 2);
      await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });
  });

  describe('at a gate about steps that rest', () => {
    const closes = async (number: string): Promise<void> => {
      (await bed.begun(number)).end({ kind: 'interrupted', detail: 'The terminal was closed.' });
    };
    /** The runs of a step: `1 ended complete`. */
    const runsOf = (id: string, number: string): string[] =>
      bed
        .children(id)
        .filter(({ header }) => header.step.key === bed.key(number))
        .map(({ header, phase, stop }) => `${header.parent?.batch ?? ''} ${phase} ${stop?.code ?? ''}`);

    it('goes on with them where they are, once a person has it go on', async () => {
      await open();
      const id = await bed.start();
      await closes('01');
      await bed.does('02');
      await bed.window.answer(await bed.window.gates.take(), 'stop');
      await bed.settled(id);
      assert.deepEqual(runsOf(id, '01'), ['1 stopped terminal_closed']);
      await resume(id);
      await bed.does('01', '03');
      await bed.settled(id);
      assert.deepEqual(runsOf(id, '01'), ['1 ended complete']);
      assert.deepEqual(bed.batches(id), ['01 failed, 02 done', '01 done', '03 done']);
      const [, again] = bed.run(id).batches;
      assert.deepEqual(again?.notes, ['01-01 goes on where it rested.']);
      assert.equal(again.results?.[0]?.run, bed.child(id, '01').id);
      assert.equal(bed.stop(id), 'ended stage_complete');
    });

    it('goes on with them as often as it is stopped there, also over a crash', async () => {
      await open();
      const id = await bed.start();
      await closes('01');
      await bed.does('02');
      await bed.window.answer(await bed.window.gates.take(), 'stop');
      await bed.settled(id);
      await resume(id);
      await closes('01');
      await bed.window.answer(await bed.window.gates.take(), 'stop');
      await bed.settled(id);
      await resume(id);
      const call = await bed.begun('01');
      await bed.crash();
      end(call, '01');
      await bed.does('03');
      await completes(id, ['01 failed, 02 done', '01 failed', '01 done', '03 done']);
      assert.deepEqual(runsOf(id, '01'), ['1 ended complete']);
    });

    it('begins another try anew, also where that follows a resuming', async () => {
      await open();
      const id = await bed.start();
      await closes('01');
      await bed.does('02');
      const gate = await bed.window.gates.take();
      await stop(id);
      await resume(id);
      assert.equal((await bed.window.gates.take()).id, gate.id);
      await bed.window.answer(gate, 'retry');
      await bed.does('01', '03');
      await completes(id, ['01 failed, 02 done', '01 done', '03 done']);
      assert.deepEqual(runsOf(id, '01'), ['1 stopped terminal_closed', '2 ended complete']);
    });

    it('goes on with all of a batch that failed whole', async () => {
      await open();
      const id = await bed.start();
      await closes('01');
      await closes('02');
      await bed.settled(id);
      assert.equal(bed.stop(id), 'stopped batch_failed');
      await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 failed, 02 failed', '01 done, 02 done', '03 done']);
      assert.equal(bed.children(id).length, 3);
    });
  });

  describe('with its window', () => {
    it('closed: agents work on, and the next window goes on', async () => {
      await open();
      const id = await bed.start();
      const [first, second] = await Promise.all([bed.begun('01'), bed.begun('02')]);
      await bed.window.runner.dispose();
      assert.deepEqual([bed.run(id).phase, bed.batches(id)], ['active', ['[01 02]']]);
      end(first, '01');
      await bed.open();
      await bed.window.runner.pickUp(bed.world.folder);
      end(second, '02');
      await bed.does('03');
      await completes(id, ['01 done, 02 done', '03 done']);
      assert.deepEqual(bed.order().sort(), ['01', '02', '03']);
    });

    it('closed as it begins its steps: none is left without a driver that says so', async () => {
      await open();
      const id = await bed.start();
      await bed.window.runner.dispose();
      assert.deepEqual(
        [id, ...bed.children(id).map(({ id: child }) => child)].filter((one) =>
          bed.window.runner.drives(one),
        ),
        [],
      );
      await bed.open();
      await bed.window.runner.pickUp(bed.world.folder);
      if (bed.run(id).phase === 'stopped') await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('crashed, and one step waits at a gate: its siblings go on too, each once', async () => {
      await open();
      const id = await bed.start();
      const gate = await bed.asks('01');
      const second = await bed.begun('02');
      await bed.crash();
      end(second, '02');
      await bed.window.answer(gate, 'left');
      await bed.does('01', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
      assert.deepEqual(bed.order(), ['01', '02', '01', '03']);
    });

    it('crashed while nothing of it is at work: all is written down as interrupted, and goes on with it', async () => {
      await open();
      const id = await bed.start();
      await Promise.all([bed.begun('01'), bed.begun('02')]);
      bed.forgetAgents();
      await bed.crash();
      assert.deepEqual(
        [bed.stop(id), ...bed.children(id).map(({ stop: why }) => why?.code)],
        ['stopped process_crashed', 'process_crashed', 'process_crashed'],
      );
      await resume(id);
      await bed.does('01', '02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('gone, and the gate of a step answered in another that is open: the stage goes on there', async () => {
      await open();
      const other = await bed.world.window(bed.stepProtocol);
      await other.runner.pickUp(bed.world.folder);
      const id = await bed.start();
      const gate = await bed.asks('01');
      await bed.does('02');
      await bed.window.runner.settled(bed.child(id, '02').id);
      bed.window.crash();
      await other.store.refresh();
      bed.window = other;
      await other.answer(gate, 'left');
      await bed.does('01', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });
  });

  describe('and its steps', () => {
    const child = (id: string): string => bed.child(id, '01').id;

    it('do not go on by themselves while it is at work', async () => {
      await open();
      const id = await bed.start();
      await bed.begun('01');
      await bed.begun('02');
      await bed.window.runner.stop(child(id), 'Ada');
      const refused = await bed.window.runner.resume(child(id), 'Ada');
      assert.ok('refused' in refused && refused.refused.code === 'another_run_live', JSON.stringify(refused));
      const stranger = await bed.window.runner.start({ ...(await bed.step('03')), by: 'Ada' });
      assert.ok('refused' in stranger && stranger.refused.code === 'another_run_live');
      await stop(id);
    });

    it('go on by themselves while it rests, one at a time, and it then waits for them', async () => {
      await open();
      const id = await bed.start();
      await Promise.all([bed.begun('01'), bed.begun('02')]);
      await stop(id);
      assert.deepEqual(await bed.window.runner.resume(child(id), 'Ada'), { run: child(id) });
      const first = await bed.begun('01');
      const sibling = await bed.window.runner.resume(bed.child(id, '02').id, 'Ada');
      assert.ok('refused' in sibling && sibling.refused.code === 'another_run_live');
      await resume(id);
      await bed.does('02');
      end(first, '01');
      await bed.does('03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('that another window drives keep it from going on', async () => {
      await open();
      const id = await bed.start();
      await Promise.all([bed.begun('01'), bed.begun('02')]);
      await stop(id);
      const other = await bed.world.window(bed.stepProtocol);
      assert.deepEqual(await other.runner.resume(child(id), 'Bo'), { run: child(id) });
      const first = await bed.begun('01');
      const refused = await bed.window.runner.resume(id, 'Ada');
      assert.ok('refused' in refused && refused.refused.code === 'another_run_live');
      end(first, '01');
      await other.runner.settled(child(id));
      await other.runner.dispose();
      await resume(id);
      await bed.does('02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });
  });

  describe('whose journals a newer version wrote', () => {
    const newer = JSON.stringify({
      schema_version: 9,
      at: '2026-01-31T00:00:00.000Z',
      type: 'note',
      text: '',
    });

    it('is shown, and neither goes on nor keeps its steps from it', async () => {
      await open();
      const id = await bed.start();
      await bed.asks('01');
      await bed.begun('02');
      bed.window.crash();
      appendFileSync(bed.world.journal(id), `${newer}\n`);
      const before = readFileSync(bed.world.journal(id), 'utf8');
      await bed.open();
      await bed.window.runner.pickUp(bed.world.folder);
      const refused = await bed.window.runner.resume(id, 'Ada');
      assert.ok('refused' in refused && refused.refused.code === 'read_only');
      assert.equal(readFileSync(bed.world.journal(id), 'utf8'), before);
      assert.ok(bed.window.runner.drives(bed.child(id, '01').id));
    });

    it('that of a step is not gone on with, and the stage says so', async () => {
      await open();
      const id = await bed.start();
      await Promise.all([bed.begun('01'), bed.begun('02')]);
      await stop(id);
      const file = bed.world.journal(bed.child(id, '01').id);
      writeFileSync(file, `${readFileSync(file, 'utf8')}${newer}\n`);
      const before = readFileSync(file, 'utf8');
      await bed.window.store.refresh();
      await resume(id);
      await bed.does('02');
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /^- 01-01 .*: It was not run: Written by a newer version\. /m);
      assert.equal(readFileSync(file, 'utf8'), before);
      await bed.window.answer(gate, 'retry');
      await bed.does('01', '03');
      await completes(id, ['01 failed, 02 done', '01 done', '03 done']);
    });
  });

  describe('for a full disk', () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });

    it('as a step begins: its siblings finish first, and it goes on with that step', async () => {
      await open();
      const append = bed.window.store.append.bind(bed.window.store);
      bed.window.store.append = (id, event) =>
        event.type === 'run_started' && event.step.key === bed.key('02')
          ? Promise.reject(full)
          : append(id, event);
      const id = await bed.start();
      await bed.does('01');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.child(id, '01').stop?.code], ['stopped disk_error', 'complete']);
      bed.window.store.append = append;
      await resume(id);
      await bed.does('02', '03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });

    it('as a step works: the stage rests with it, and both go on', async () => {
      await open();
      const id = await bed.start();
      const [first, second] = await Promise.all([bed.begun('01'), bed.begun('02')]);
      const child = bed.child(id, '01').id;
      const append = bed.window.store.append.bind(bed.window.store);
      bed.window.store.append = (one, event) => (one === child ? Promise.reject(full) : append(one, event));
      end(first, '01');
      end(second, '02');
      await bed.settled(id);
      assert.deepEqual([bed.stop(id), bed.run(child).phase], ['stopped disk_error', 'active']);
      assert.deepEqual(
        bed.window.problems.splice(0).map(({ message }) => message),
        ['no space left'],
      );
      bed.window.store.append = append;
      await resume(id);
      await bed.does('03');
      await completes(id, ['01 done, 02 done', '03 done']);
    });
  });

  it('has one run beside it: no other stage, no other step', async () => {
    await open();
    const id = await bed.start(PARALLEL);
    const plan = await bed.plan();
    const [stage] = plan.stages;
    assert.ok(stage);
    const other = await bed.window.runner.startStage({ plan, stage, policy: PARALLEL, by: 'Bo' });
    assert.ok('refused' in other && other.refused.code === 'another_run_live');
    await stop(id);
  });
});
