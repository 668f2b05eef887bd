import assert from 'node:assert/strict';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { Plan } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { carryOut, stepWorld } from './stepAgent';
import { result, STEP_PROTOCOL, type Window, type World } from './world';

const WHOLE: StagePolicy = { parallel: 1, stopAfter: 'stage' };

describe('a run of a whole stage', () => {
  let world: World;
  let window: Window;

  beforeEach(async () => {
    world = stepWorld();
    world.agents.auto = (task) => carryOut(world, task);
    window = await world.window(STEP_PROTOCOL);
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  async function start(policy: StagePolicy = WHOLE): Promise<string> {
    const plan: Plan = world.plan().plan;
    const [stage] = plan.stages;
    assert.ok(stage);
    const started = await window.runner.startStage({ plan, stage, policy, by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }
  const run = (id: string): Run => {
    const found = window.store.run(id);
    assert.ok(found);
    return found;
  };
  const batches = (id: string): string[] =>
    run(id).batches.map(
      ({ batch, results }) =>
        `${batch}: ${(results ?? []).map(({ step, outcome }) => `${step} ${outcome}`).join(', ')}`,
    );
  const stopOf = (id: string): string => `${run(id).phase} ${run(id).stop?.code ?? ''}`;

  it('runs each step in its turn, and ends when none is left', async () => {
    const id = await start();
    for (const number of ['01', '02']) {
      const gate = await window.gates.take();
      assert.deepEqual([gate.step.number, gate.title], [number, 'User review']);
      await window.answer(gate, 'approve');
    }
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'ended stage_complete');
    assert.deepEqual(batches(id), ['01: 01-first done', '02: 02-second done']);
    const children = window.store.runs().filter(({ header }) => header.parent?.run === id);
    assert.deepEqual(
      children.map(({ header, stop }) => [header.step.key, header.parent?.batch, stop?.code]),
      [
        ['01-first', 1, 'complete'],
        ['02-second', 2, 'complete'],
      ],
    );
    assert.ok(run(id).batches.every(({ steps }) => steps[0]?.objective === 'Do it.'));
  });

  it('asks about a step that failed, and tries it again', async () => {
    let refuses = true;
    world.agents.auto = (task) =>
      task.node === 'implement' && refuses ? result('failed', 'No idea.') : carryOut(world, task);
    const id = await start();
    const gate = await window.gates.take();
    assert.deepEqual(
      [gate.title, gate.options.map(({ key }) => key)],
      ['Steps failed', ['continue', 'retry', 'skip', 'stop']],
    );
    assert.match(gate.question, /^- 01 First: Agent failed\. The agent could not do the task: No idea\.$/m);
    assert.match(gate.question, /^What depends on it: 02 Second\.$/m);
    refuses = false;
    await window.answer(gate, 'retry');
    await window.answer(await window.gates.take(), 'approve');
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(id);
    assert.deepEqual(batches(id), ['01: 01-first failed', '01: 01-first done', '02: 02-second done']);
  });

  it('leaves out what depends on a failed step', async () => {
    world.agents.auto = (task) =>
      task.node === 'implement' ? result('failed', 'No idea.') : carryOut(world, task);
    const id = await start();
    await window.answer(await window.gates.take(), 'continue');
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'ended stage_complete');
    assert.deepEqual(batches(id), ['01: 01-first failed']);
    assert.match(run(id).stop?.detail ?? '', /^Left out: 01 First, 02 Second\.$/);
  });

  it('comes to rest after the batch that was asked for, and goes on', async () => {
    const id = await start({ parallel: 1, stopAfter: { batches: 1 } });
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'stopped stopped_after_batch');
    assert.ok('run' in (await window.runner.resume(id, 'Ada', WHOLE)));
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'ended stage_complete');
    assert.deepEqual(batches(id), ['01: 01-first done', '02: 02-second done']);
  });

  it('stops with all it started, and goes on with the same step', async () => {
    const id = await start();
    await window.gates.take();
    await window.runner.stop(id, 'Ada');
    assert.equal(stopOf(id), 'stopped user_stopped');
    const [child] = window.store.runs().filter(({ header }) => header.parent?.run === id);
    assert.equal(child?.stop?.code, 'user_stopped');
    assert.ok('run' in (await window.runner.resume(id, 'Ada')));
    await window.answer(await window.gates.take(), 'approve');
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'ended stage_complete');
    assert.equal(window.store.runs().filter(({ header }) => header.parent?.run === id).length, 2);
  });

  it('goes on in the next window after a crash at a gate of a step', async () => {
    const id = await start();
    await window.gates.take();
    window.crash();
    window = await world.window(STEP_PROTOCOL);
    await window.runner.pickUp(world.folder);
    await window.answer(await window.gates.take(), 'approve');
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(id);
    assert.equal(stopOf(id), 'ended stage_complete');
    assert.deepEqual(batches(id), ['01: 01-first done', '02: 02-second done']);
  });
});
