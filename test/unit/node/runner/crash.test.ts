import assert from 'node:assert/strict';
import type { Run } from '../../../../src/core/run';
import { goOn, keepMoments } from './moments';
import { carryOut, orientation, stepWorld } from './stepAgent';
import { FakeAgents, STEP_PROTOCOL, type Window, type World } from './world';

/** Answers in the order of the gates; the second round approves. */
const ANSWERS: Readonly<Record<string, readonly [string, string?]>> = {
  Deviation: ['proceed'],
  'User review 1': ['revise'],
  'What to change': ['Louder'],
  'User review 2': ['approve'],
};

describe('a window that dies between any two events of a run', () => {
  let world: World;

  before(() => {
    world = stepWorld();
  });
  after(() => {
    world.remove();
  });

  async function answerAll(window: Window): Promise<void> {
    for (;;) {
      const gate = await window.gates.take();
      const reviews =
        window.store.run(gate.run)?.gates.filter((one) => one.gate.title === gate.title).length ?? 1;
      const [choice, reason] = ANSWERS[gate.title] ?? ANSWERS[`${gate.title} ${reviews}`] ?? ['?'];
      await window.answer(gate, choice, reason);
    }
  }

  function agents(): void {
    world.agents = new FakeAgents();
    world.agents.auto = (task) => (task.node === 'orient' ? orientation(true) : carryOut(world, task));
  }

  /** What must be the same, whatever happened on the way. */
  function endOf(run: Run | undefined): unknown {
    return {
      stop: run?.stop,
      approved: run?.approved?.by,
      damaged: run?.damaged,
      gates: run?.gates.map(({ gate, answer }) => `${gate.title}: ${answer?.choice ?? 'waits'}`),
      checks: run?.checks.map(({ check, status }) => `${check} ${status}`),
      plan: world.read('plans/steps/01-first.md'),
      handoff: world.read('plans/handoffs/01-first.md').replace(/, \d+\.\d+ s$/gm, ''),
    };
  }

  it('comes to the same end by resuming', async function () {
    // One run and the rest of it again for each of its events, each with real files and a real check.
    this.timeout(180_000);
    agents();
    let events = 0;
    let id = '';
    const first = await world.window(STEP_PROTOCOL);
    const name = (): string => `event-${++events}`;
    const moments = await keepMoments(world, name, async () => {
      const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
      assert.ok('run' in started);
      id = started.run;
      void answerAll(first);
      await first.runner.settled(id);
    });
    const expected = endOf(first.store.run(id));
    assert.deepEqual(first.store.run(id)?.stop, {
      code: 'complete',
      detail: 'Approved by Ada.',
      raw: 'STEP_COMPLETE',
    });
    first.crash();

    for (const moment of moments) {
      world.restore(moment);
      agents();
      const window = await world.window(STEP_PROTOCOL);
      void answerAll(window);
      await goOn(window, world.folder, id);
      await window.runner.settled(id);
      assert.deepEqual(endOf(window.store.run(id)), expected, `after ${moment}`);
      assert.deepEqual(window.problems, []);
      window.crash();
      world.forget(moment);
    }
    assert.ok(events > 60, `only ${events} events`);
  });
});
