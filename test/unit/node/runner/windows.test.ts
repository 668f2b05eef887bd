import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { carryOut, orientation, stepWorld } from './stepAgent';
import { STEP_PROTOCOL, type Window, type World } from './world';

describe('windows and runs', () => {
  let world: World;
  let first: Window;
  let run: string;

  beforeEach(async () => {
    world = stepWorld();
    first = await world.window(STEP_PROTOCOL);
    const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started);
    run = started.run;
  });
  afterEach(() => {
    world.remove();
  });

  const notes = ({ store }: Window): string[] =>
    store.events(run).flatMap((event) => (event.type === 'note' ? [event.text] : []));

  it('a live agent is picked up by the next window, not started again', async () => {
    const orient = await world.agents.next();
    first.crash();
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(world.folder);
    assert.equal(second.runner.drives(run), true);
    orient.end(orientation(false));
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(world.agents.calls.length, 2);
  });

  it('a folder under another path, by a link, is the same folder: its run is picked up, and no second one started', async () => {
    const orient = await world.agents.next();
    const linked = join(world.root, 'linked');
    symlinkSync(world.folder, linked, 'junction');
    const { plan, step } = world.plan();
    const refused = await first.runner.start({ plan: { ...plan, folder: linked }, step, by: 'Ada' });
    assert.ok('refused' in refused && refused.refused.code === 'another_run_live', JSON.stringify(refused));
    first.crash();
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(linked);
    assert.equal(second.runner.drives(run), true);
    orient.end(orientation(false));
    assert.equal((await world.agents.next()).task.node, 'implement');
  });

  it('an agent that finished while no window was open counts', async () => {
    const orient = await world.agents.next();
    await first.runner.dispose();
    assert.equal(first.store.run(run)?.phase, 'active');
    orient.end(orientation(true));
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(world.folder);
    assert.equal((await second.gates.take()).title, 'Deviation');
  });

  it('a gate waits over a reload, is not opened twice, and its answer is found', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    await first.store.writeDraft(gate.id, 'use the');
    await first.runner.dispose();
    const second = await world.window(STEP_PROTOCOL);
    assert.equal(await second.store.readDraft(gate.id), 'use the');
    await second.answer(gate, 'proceed');
    assert.equal(await second.store.readDraft(gate.id), '');
    await second.runner.pickUp(world.folder);
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(second.store.run(run)?.gates.length, 1);
  });

  it('the first answer wins and the other window is told', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    const second = await world.window(STEP_PROTOCOL);
    const answers = await Promise.all([first.answer(gate, 'proceed'), second.answer(gate, 'my way')]);
    const recorded = answers.findIndex((answer) => JSON.stringify(answer) === '{"recorded":true}');
    assert.notEqual(recorded, -1);
    const winner = ['proceed', 'my way'][recorded];
    const told = answers[1 - recorded] as { alreadyAnswered: { choice: string } };
    assert.equal(told.alreadyAnswered.choice, winner);
    assert.ok((await world.agents.next()).task.prompt.includes(winner ?? ''));
  });

  it('a window that does not drive the run does not resume it, and has it stopped by the one that does', async () => {
    await world.agents.next();
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(world.folder);
    assert.equal(second.runner.drives(run), false);
    const resumed = await second.runner.resume(run, 'Bo');
    assert.ok('refused' in resumed && resumed.refused.code === 'another_run_live');
    const other = await second.runner.start({ ...world.plan('02-second'), by: 'Bo' });
    assert.ok('refused' in other && other.refused.code === 'another_run_live');
    assert.deepEqual(await second.runner.stop(run, 'Bo'), { run });
    assert.equal(first.runner.drives(run), false);
    assert.deepEqual(second.store.run(run)?.stop, { code: 'user_stopped', detail: 'Bo stopped the run.' });
    assert.deepEqual(readdirSync(join(world.data, 'requests')), []);
  });

  it('an answer in a window that does not drive reaches the one that does', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    const second = await world.window(STEP_PROTOCOL);
    await second.answer(gate, 'proceed');
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(first.store.run(run)?.gates[0]?.answer?.window, 'window-2');
    assert.deepEqual(notes(first), []);
  });

  it('an answer to a run whose window is gone lets it go on here', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(world.folder);
    first.crash();
    await second.answer(gate, 'proceed');
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(second.runner.drives(run), true);
  });

  it('tells a closed window from a crashed one', async () => {
    for (const [end, code] of [
      ['close', 'window_closed'],
      ['crash', 'process_crashed'],
    ] as const) {
      world.remove();
      world = stepWorld();
      world.write({ 'test.mjs': 'setInterval(() => undefined, 1000);' });
      world.agents.auto = (task) => carryOut(world, task);
      const window = await world.window(STEP_PROTOCOL);
      const checking = new Promise<void>((resolve) => {
        world.onEvent = ({ id }) => {
          if (window.store.events(id).at(-1)?.type === 'check_started') resolve();
        };
      });
      const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
      assert.ok('run' in started);
      await checking;
      if (end === 'close') await window.runner.dispose();
      else window.crash();
      const next = await world.window(STEP_PROTOCOL);
      await next.runner.pickUp(world.folder);
      const { phase, stop } = next.store.run(started.run) ?? {};
      assert.deepEqual([phase, stop?.code], ['stopped', code]);
    }
  });

  it('shows a run of a newer version and never writes to it', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    first.crash();
    appendFileSync(
      world.journal(run),
      '{"schema_version":99,"at":"2026-02-01T00:00:00.000Z","type":"moon"}\n',
    );
    const before = readFileSync(world.journal(run), 'utf8');
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.pickUp(world.folder);
    await second.answer(gate, 'proceed');
    assert.equal(second.store.run(run)?.readOnly, true);
    for (const request of [second.runner.resume(run, 'Bo'), second.runner.stop(run, 'Bo')]) {
      const answer = await request;
      assert.ok('refused' in answer && answer.refused.code === 'read_only');
    }
    assert.equal(readFileSync(world.journal(run), 'utf8'), before);
  });

  it('does not take a run of a newer version up when its gate is answered', async () => {
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    first.crash();
    appendFileSync(
      world.journal(run),
      '{"schema_version":99,"at":"2026-02-01T00:00:00.000Z","type":"moon"}\n',
    );
    const before = readFileSync(world.journal(run), 'utf8');
    const second = await world.window(STEP_PROTOCOL);
    const other = await second.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in other);
    (await world.agents.next()).end(orientation(true));
    const otherGate = await second.gates.take();
    const third = await world.window(STEP_PROTOCOL);
    await third.runner.pickUp(world.folder);
    second.crash();
    await third.answer(gate, 'proceed');
    await third.answer(otherGate, 'proceed');
    // Runs are looked at oldest first, so the newer version's run was looked at before this one goes on.
    assert.equal((await world.agents.next()).task.run, other.run);
    assert.equal(readFileSync(world.journal(run), 'utf8'), before);
    await third.runner.dispose();
  });

  it('goes on after a torn line', async () => {
    (await world.agents.next()).end(orientation(true));
    await first.gates.take();
    first.crash();
    appendFileSync(world.journal(run), '{"schema_version":1,"at":"2026-02');
    const second = await world.window(STEP_PROTOCOL);
    assert.deepEqual(second.store.run(run)?.damaged, []);
    await second.runner.pickUp(world.folder);
    await second.answer(await second.gates.take(), 'proceed');
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(second.store.run(run)?.damaged.length, 1);
  });

  it('a protocol copy that was changed stops the run from going on', async () => {
    await world.agents.next();
    await first.runner.stop(run, 'Ada');
    const copy = join(world.data, 'runs', run, 'graph.yaml');
    assert.ok(existsSync(copy));
    appendFileSync(copy, '# changed\n');
    const answer = await first.runner.resume(run, 'Ada');
    assert.ok('refused' in answer && answer.refused.code === 'protocol_error');
  });

  describe('when the disk is full', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

    function fill(store: Window['store']): () => void {
      const append = store.append.bind(store);
      store.append = () => Promise.reject(full);
      return () => {
        store.append = append;
      };
    }

    it('a run whose journal cannot be written goes on in the same window once there is room', async () => {
      const orient = await world.agents.next();
      const makeRoom = fill(first.store);
      orient.end(orientation(true));
      await assert.rejects(first.runner.settled(run), full);
      makeRoom();
      assert.deepEqual(await first.runner.resume(run, 'Ada'), { run });
      assert.equal((await first.gates.take()).title, 'Deviation');
    });

    it('a start that fails keeps nobody from starting again', async () => {
      await world.agents.next();
      await first.runner.stop(run, 'Ada');
      const makeRoom = fill(first.store);
      await assert.rejects(first.runner.start({ ...world.plan(), by: 'Ada' }), full);
      makeRoom();
      assert.ok('run' in (await first.runner.start({ ...world.plan(), by: 'Ada' })));
    });
  });

  it('a damaged owner record of another run keeps nobody from starting', async () => {
    await world.agents.next();
    await first.runner.stop(run, 'Ada');
    writeFileSync(join(world.data, 'runs', run, 'owner-9.json'), '{"pid": 1');
    assert.ok('run' in (await first.runner.start({ ...world.plan(), by: 'Ada' })));
  });
});
