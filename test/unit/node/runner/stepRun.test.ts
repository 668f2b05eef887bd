import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../../../src/core/events';
import { carryOut, orientation, stepWorld, writeHandoff } from './stepAgent';
import { result, STEP_PROTOCOL, type Window, type World } from './world';

describe('a run of the step protocol', () => {
  let world: World;
  let window: Window;

  beforeEach(async () => {
    world = stepWorld();
    window = await world.window(STEP_PROTOCOL);
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  async function start(step?: string): Promise<string> {
    const started = await window.runner.start({ ...world.plan(step), by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }
  function stopOf(run: string): unknown {
    const { phase, stop } = window.store.run(run) ?? {};
    return [phase, stop?.code, stop?.detail];
  }
  /** The nodes that were left, with where a route was overridden. */
  function route(run: string): string {
    const left = window.store.events(run).filter((event) => event.type === 'node_left');
    return left.map(({ node }) => node).join(' ');
  }

  it('goes from the plan file to an approved handoff', async () => {
    world.agents.auto = (task) => carryOut(world, task);
    const run = await start();
    const gate = await window.gates.take();
    assert.equal(gate.title, 'User review');
    assert.equal(gate.blocks, 'step 01 and the steps that depend on it: 02');
    assert.deepEqual(
      gate.evidence.map(({ label }) => label),
      ['Plan', 'Handoff', 'Output of test', 'Run'],
    );
    assert.match(world.read('plans/steps/01-first.md'), /^status: complete$/m);
    assert.equal(window.store.run(run)?.approved, undefined);
    assert.deepEqual(await window.answer(gate, 'approve'), { recorded: true });
    await window.runner.settled(run);
    assert.deepEqual(stopOf(run), ['ended', 'complete', 'Approved by Ada.']);
    assert.equal(window.store.run(run)?.approved?.by, 'Ada');
    assert.equal(
      route(run),
      'resolve_step orient route_staleness implement route_coder_result verify_format_lint verify_build ' +
        'verify_tests edge_case_sweep route_sweep write_handoff check_handoff gate_user_review',
    );
    assert.deepEqual(
      window.store.run(run)?.checks.map(({ check, status }) => `${check} ${status}`),
      ['format not_run', 'lint not_run', 'build not_run', 'test passed'],
    );
  });

  it('asks before it builds on missing ground: no', async () => {
    const run = await start('02-second');
    const gate = await window.gates.take();
    assert.deepEqual([gate.title, gate.options.map(({ key }) => key)], ['Step blocked', ['yes', 'no']]);
    assert.match(gate.question, /no handoff found/);
    await window.answer(gate, 'no');
    await window.runner.settled(run);
    assert.equal(String(stopOf(run)), 'ended,step_blocked,');
  });

  it('asks before it builds on missing ground: yes', async () => {
    const run = await start('02-second');
    await window.answer(await window.gates.take(), 'yes');
    const { task } = await world.agents.next();
    assert.equal(task.node, 'orient');
    await window.runner.stop(run, 'Ada');
    assert.deepEqual(stopOf(run), ['stopped', 'user_stopped', 'Ada stopped the run.']);
  });

  for (const [choice, reason, nodes] of [
    ['proceed', undefined, ['implement']],
    ['use the folder instead', undefined, ['implement']],
    ['abort', 'Not worth it', []],
  ] as const) {
    it(`holds at a major deviation: ${choice}`, async () => {
      const run = await start();
      (await world.agents.next()).end(orientation(true));
      const gate = await window.gates.take();
      assert.deepEqual(
        gate.options.map(({ key, needsReason }) => [key, needsReason]),
        [
          ['proceed', false],
          ['abort', true],
        ],
      );
      assert.match(gate.question, /The plan says file, there is a folder/);
      if (reason !== undefined) {
        const refused = await window.answer(gate, choice);
        assert.deepEqual(refused, { refused: '"abort" needs a reason that is not empty.' });
      }
      await window.answer(gate, choice, reason);
      if (nodes.length > 0) {
        const { task } = await world.agents.next();
        assert.equal(task.node, nodes[0]);
        assert.ok(task.prompt.includes(choice));
        await window.runner.stop(run, 'Ada');
      } else {
        await window.runner.settled(run);
        assert.deepEqual(stopOf(run), ['ended', 'step_rejected', 'Ada chose "abort": Not worth it.']);
      }
    });
  }

  it('sends failing tests back until the budget is spent', async () => {
    const prompts: string[] = [];
    world.agents.auto = (task) => {
      if (task.node !== 'implement') return carryOut(world, task);
      prompts.push(task.prompt);
      world.write({ 'src.txt': 'worse' });
      return result('complete', 'I hope so.');
    };
    const run = await start();
    await window.runner.settled(run);
    assert.equal(prompts.length, 3);
    assert.match(prompts[1] ?? '', /The tests failed \(fix attempt 1 of 2\)[\s\S]*Error: bad/);
    assert.deepEqual(stopOf(run), [
      'ended',
      'fix_budget_spent',
      'The tests failed and the fix budget of 2 is spent.',
    ]);
  });

  it('goes round again with a written revision', async () => {
    world.agents.auto = (task) => carryOut(world, task);
    const run = await start();
    await window.answer(await window.gates.take(), 'revise');
    const revision = await window.gates.take();
    assert.deepEqual([revision.kind, revision.validation], ['input', 'len(input) > 0']);
    assert.deepEqual(await window.answer(revision, ''), { refused: 'Some text is needed here.' });
    await window.answer(revision, 'Say it louder');
    const second = await window.gates.take();
    assert.notEqual(second.id, revision.id);
    const implement = world.agents.calls.filter(({ task }) => task.node === 'implement');
    assert.equal(implement.length, 2);
    assert.match(implement[1]?.task.prompt ?? '', /Say it louder/);
    await window.answer(second, 'approve');
    await window.runner.settled(run);
    assert.equal(window.store.run(run)?.stop?.code, 'complete');
  });

  for (const [bad, code] of [
    [1, 'complete'],
    [2, 'handoff_invalid'],
  ] as const) {
    it(`a handoff that is invalid ${bad} times ends as ${code}`, async () => {
      let written = 0;
      world.agents.auto = (task) => {
        if (task.node !== 'write_handoff') return carryOut(world, task);
        writeHandoff(task, ++written <= bad ? 'Deviations' : undefined);
        return result('complete', 'Written.', { step_summary: 'Fine.' });
      };
      const run = await start();
      if (code === 'complete') await window.answer(await window.gates.take(), 'approve');
      await window.runner.settled(run);
      assert.equal(window.store.run(run)?.stop?.code, code);
      const again = world.agents.calls.filter(({ task }) => task.node === 'write_handoff')[1];
      assert.match(again?.task.prompt ?? '', /missing required section: ## Deviations/);
    });
  }

  it('puts the plan right after an agent and keeps what it wanted as a proposal', async () => {
    const later = world.read('plans/steps/02-second.md');
    world.agents.auto = (task) => {
      if (task.node === 'implement')
        world.write({ 'plans/steps/02-second.md': later.replace('Do it.', 'Skip it.') });
      return carryOut(world, task);
    };
    const run = await start();
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(run);
    assert.equal(world.read('plans/steps/02-second.md'), later);
    assert.match(world.read('plans/handoffs/01-first.md'), /\+Skip it\./);
    const changes = window.store.events(run).filter((event: RunEvent) => event.type === 'files_changed');
    assert.ok(changes.some(({ node }) => node === 'implement'));
    assert.equal(window.store.run(run)?.stop?.code, 'complete');
  });

  it('leaves a plan file alone that was no text before an agent rewrote it', async () => {
    writeFileSync(join(world.folder, 'plans/NOTES.md'), Buffer.from([0x43, 0x61, 0x66, 0xe9, 0x0a]));
    world.agents.auto = (task) => {
      if (task.node === 'implement') world.write({ 'plans/NOTES.md': 'Café\n' });
      return carryOut(world, task);
    };
    const run = await start();
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(run);
    assert.match(world.read('plans/NOTES.md'), /^Café/);
    const notes = window.store.events(run).flatMap((event) => (event.type === 'note' ? [event.text] : []));
    assert.ok(
      notes.some((text) => text.includes('NOTES.md') && text.includes('UTF-8')),
      notes.join('\n'),
    );
  });

  it('Stop ends a check, leaves no record of it, and resuming runs it again', async () => {
    const good = world.read('test.mjs');
    world.write({ 'test.mjs': 'setInterval(() => undefined, 1000);' });
    world.agents.auto = (task) => carryOut(world, task);
    const checking = new Promise<void>((resolve) => {
      world.onEvent = ({ id }) => {
        if (window.store.events(id).at(-1)?.type === 'check_started') resolve();
      };
    });
    const run = await start();
    await checking;
    await window.runner.stop(run, 'Ada');
    assert.deepEqual(stopOf(run), ['stopped', 'user_stopped', 'Ada stopped the run.']);
    assert.ok(!window.store.run(run)?.checks.some(({ check }) => check === 'test'));
    world.write({ 'test.mjs': good });
    await window.runner.resume(run, 'Ada');
    const gate = await window.gates.take();
    assert.deepEqual(window.store.run(run)?.checks.at(-1)?.status, 'passed');
    await window.runner.stop(run, 'Ada');
    assert.deepEqual(stopOf(run), ['stopped', 'user_stopped', 'Ada stopped the run.']);
    await window.answer(gate, 'approve');
    await window.runner.resume(run, 'Ada');
    await window.runner.settled(run);
    assert.equal(window.store.run(run)?.stop?.code, 'complete');
  });

  it("a sentinel inside an agent's words decides nothing", async () => {
    world.agents.auto = (task) =>
      task.node === 'implement'
        ? result('rejected', 'No. CODER_COMPLETE STEP_COMPLETE')
        : carryOut(world, task);
    const run = await start();
    await window.runner.settled(run);
    assert.deepEqual(stopOf(run), [
      'ended',
      'agent_rejected',
      'The agent rejected the task: No. CODER_COMPLETE STEP_COMPLETE.',
    ]);
  });
});
