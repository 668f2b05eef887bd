import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { PARALLEL, StageBed, type BedStep } from './stageBed';
import { result } from './world';

const PROTOCOLS = resolve(__dirname, '../../../../media/protocols');

describe('steps of a stage that have gone', function () {
  this.timeout(8_000);
  let bed: StageBed;
  afterEach(() => bed.close());

  function remove(number: string): void {
    rmSync(join(bed.world.folder, bed.planFile(number)));
  }

  /** Has the agent of a step's next attempt do its work, while somebody else changes the plan. */
  async function during(number: string, change: () => void): Promise<void> {
    const call = await bed.begun(number);
    change();
    bed.writeRecap(number);
    call.end(result('complete'));
  }

  async function completes(id: string): Promise<void> {
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  }

  it('are none to a run of an earlier version, whose protocol cannot ask', async () => {
    const now = readFileSync(join(PROTOCOLS, 'stage.yaml'), 'utf8');
    const { initial_state, nodes, ...rest } = parse(now) as Record<'initial_state' | 'nodes', object>;
    const without = (map: object, names: RegExp): object =>
      Object.fromEntries(Object.entries(map).filter(([name]) => !names.test(name)));
    const old = {
      ...rest,
      initial_state: without(initial_state, /^(?:expected_steps|gone_steps|gone_text)$/),
      nodes: without(nodes, /^(?:gate_steps_gone|apply_gone)$/),
    };
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 2 } });
    bed.world.write({ 'old/stage.yaml': stringify(old) });
    bed.window = await bed.world.window(join(bed.world.folder, 'old/step.yaml'));
    const id = await bed.start();
    await during('01', () => {
      remove('03');
    });
    await bed.does('02');
    await completes(id);
  });

  it('are asked about where they were done and then open again', async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2 } });
    await bed.open();
    const id = await bed.start();
    await bed.does('01');
    await during('02', () => {
      rmSync(join(bed.world.folder, bed.recapFile('01')));
    });
    await bed.fails('01');
    await bed.window.answer(await bed.window.gates.take(), 'stop');
    await bed.settled(id);
    remove('01');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
    const gate = await bed.window.gates.take();
    assert.match(gate.question, /^- 01-base\/01-01-run$/m);
    await bed.window.runner.stop(id, 'Bo');
  });

  it('are asked about where nobody saw them done, and not where they were done by another hand', async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2 }, '03': { batch: 3 }, '04': { batch: 3 } });
    await bed.open();
    const id = await bed.start();
    await during('01', () => {
      bed.writeRecap('03');
    });
    await during('02', () => {
      remove('03');
      remove('04');
    });
    const gate = await bed.window.gates.take();
    assert.deepEqual(gate.question.match(/^- .*$/gm), ['- 01-base/01-04-run']);
    await bed.window.answer(gate, 'go on without them');
    await completes(id);
  });

  it('are not asked about where they depended on one that was left out', async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2, needs: ['01'] }, '03': { batch: 2 } });
    await bed.open();
    const id = await bed.start();
    await bed.fails('01');
    await bed.window.answer(await bed.window.gates.take(), 'continue');
    await during('03', () => {
      remove('02');
    });
    await completes(id);
  });

  it('are named as far as a person can read them', async () => {
    const later = Array.from({ length: 60 }, (_, at) => String(at + 10));
    const steps = later.map((number): [string, BedStep] => [number, { batch: 2 }]);
    bed = new StageBed({ '01': { batch: 1 }, ...Object.fromEntries(steps) });
    await bed.open();
    const id = await bed.start();
    await during('01', () => {
      for (const number of later) remove(number);
    });
    const gate = await bed.window.gates.take();
    const lines = gate.question.match(/^- .*$/gm) ?? [];
    assert.deepEqual([lines.length, lines[0], lines.at(-1)], [51, '- 01-base/01-10-run', '- and 10 more']);
    await bed.window.answer(gate, 'go on without them');
    await completes(id);
  });

  it('have the stage rest where that was asked for, and are asked about when it goes on', async () => {
    bed = new StageBed({ '01': { batch: 1 }, '02': { batch: 2 } });
    await bed.open();
    const id = await bed.start({ ...PARALLEL, stopAfter: { batches: 1 } });
    await during('01', () => {
      remove('02');
    });
    await bed.settled(id);
    assert.equal(bed.stop(id), 'stopped stopped_after_batch');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
    await bed.window.answer(await bed.window.gates.take(), 'go on without them');
    await completes(id);
  });
});
