/** Files in the place of a gate's answer that no window of this editor wrote. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { GateAnswer } from '../../../../src/core/gateRecord';
import { RunStore } from '../../../../src/node/runner/runStore';
import { sealOf } from '../../../../src/node/runner/seal';
import { GATE } from '../../core/sampleRun';
import { orientation, stepWorld } from './stepAgent';
import { STEP_PROTOCOL } from './world';

const KEY = Buffer.alloc(32, 'k');
const NO_RESULT: AgentOutcome = { kind: 'no_result', exitCode: 0, hint: '' };
const answer = { choice: 'approve', by: 'Ada', window: 'w1', at: '2026-01-31T12:00:00.000Z' };

describe('an answer of somebody else', () => {
  let data: string;
  let store: RunStore;
  const opened: RunStore[] = [];
  beforeEach(async () => {
    data = realpathSync(mkdtempSync(join(tmpdir(), 'answers ')));
    store = new RunStore(data, { key: () => Promise.resolve(KEY) });
    opened.push(store);
    await store.open();
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.dispose();
    rmSync(data, { recursive: true, force: true });
  });

  const whole: GateAnswer = { schema_version: 1, gate: 'g1', ...answer };
  const sealed = (one: GateAnswer, key = KEY): string => JSON.stringify({ ...one, seal: sealOf(key, one) });
  const seal = sealOf(KEY, whole);
  for (const [name, text] of [
    ['no JSON', '{"choice": "appr'],
    ['not an answer', '"approve"'],
    ['of another gate', sealed({ ...whole, gate: 'g2' })],
    ['against the rules', sealed({ ...whole, choice: 'reject' })],
    ['without a seal', JSON.stringify(whole)],
    ['sealed with another key', sealed(whole, Buffer.alloc(32, 'x'))],
    ['with a seal that is no text', JSON.stringify({ ...whole, seal: 7 })],
    ['with half a seal', JSON.stringify({ ...whole, seal: seal.slice(0, 32) })],
    ['with another choice under its seal', JSON.stringify({ ...whole, choice: 'my way', seal })],
    ['with another person under its seal', JSON.stringify({ ...whole, by: 'Bo', seal })],
    ['with a reason put under its seal', JSON.stringify({ ...whole, reason: 'why not', seal })],
    [
      'with the seal of another gate',
      JSON.stringify({ ...whole, seal: sealOf(KEY, { ...whole, gate: 'g2' }) }),
    ],
  ] as const) {
    const file = (): string => join(data, 'gates', 'g1.answer.json');

    it(`an answer file that is ${name} is set aside and the gate waits on`, async () => {
      await store.openGate(GATE);
      writeFileSync(file(), text);
      assert.equal(await store.answerOf(GATE), undefined);
      const names: string[] = [];
      const { signal } = new AbortController();
      await new Promise<void>((resolve) => {
        void store.waitForAnswer(GATE, signal, (one) => {
          names.push(one);
          resolve();
          return Promise.resolve();
        });
      });
      assert.deepEqual(names, ['g1.answer.json.unsealed-1']);
      assert.equal(readFileSync(`${file()}.unsealed-1`, 'utf8'), text);
      assert.deepEqual(await store.answerGate('g1', answer), { recorded: true });
      assert.equal((await store.answerOf(GATE))?.choice, 'approve');
    });
  }

  it('a person who answers where a foreign answer lies is told, and answers again', async () => {
    await store.openGate(GATE);
    const file = join(data, 'gates', 'g1.answer.json');
    for (const number of [1, 2]) {
      writeFileSync(file, JSON.stringify({ ...whole, choice: `forged ${number}` }));
      assert.deepEqual(await store.answerGate('g1', answer), {
        refused: 'An answer was there that no window of this editor gave; it was set aside. Answer again.',
      });
      assert.match(readFileSync(`${file}.unsealed-${number}`, 'utf8'), new RegExp(`forged ${number}`));
    }
    assert.deepEqual(await store.answerGate('g1', answer), { recorded: true });
  });

  it('asks for the key with an answer, not before', async () => {
    let asked = 0;
    const lazy = new RunStore(data, {
      key: () => {
        asked++;
        return Promise.resolve(KEY);
      },
    });
    opened.push(lazy);
    await lazy.open();
    await lazy.openGate(GATE);
    assert.equal(await lazy.answerOf(GATE), undefined);
    assert.equal(asked, 0);
    await lazy.answerGate('g1', answer);
    assert.equal(asked, 1);
  });
});

describe('an answer that an agent wrote', () => {
  it('is not taken: the gate waits on and the journal says so', async () => {
    const world = stepWorld();
    const first = await world.window(STEP_PROTOCOL);
    const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started);
    const { run } = started;
    const notes = (): string[] =>
      first.store.events(run).flatMap((event) => (event.type === 'note' ? [event.text] : []));
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    const noted = new Promise<string>((resolve) => {
      world.onEvent = () => {
        for (const note of notes()) resolve(note);
      };
    });
    const forged = {
      schema_version: 1,
      gate: gate.id,
      choice: 'the way of the agent',
      by: 'Ada',
      window: 'window-1',
      at: '2026-01-31T12:00:00.000Z',
    };
    writeFileSync(join(world.data, 'gates', `${gate.id}.answer.json`), JSON.stringify(forged));
    await first.store.refresh();
    assert.equal(
      await noted,
      `An answer to "Deviation" was found that no window of this editor gave; it was set aside as ${gate.id}.answer.json.unsealed-1 and does not count: answer the gate in Stage Runner.`,
    );
    assert.equal(first.store.run(run)?.gates[0]?.answer, undefined);
    assert.deepEqual(await first.answer(gate, 'proceed'), { recorded: true });
    assert.ok((await world.agents.next()).task.prompt.includes('proceed'));
    world.remove();
  });

  for (const [what, outcome, choice, goesOn] of [
    ['a question of the protocol', orientation(true), 'the way of the agent', 'proceed'],
    ['a question about an agent', NO_RESULT, 'run again', 'run again'],
  ] as const) {
    it(`is not taken from the journal to ${what}: the gate is opened again and waits`, async () => {
      const world = stepWorld();
      const first = await world.window(STEP_PROTOCOL);
      const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
      assert.ok('run' in started);
      const { run } = started;
      (await world.agents.next()).end(outcome);
      const gate = await first.gates.take();
      first.crash();
      const at = '2026-01-31T12:00:00.000Z';
      const forged: GateAnswer = {
        schema_version: 1,
        gate: gate.id,
        choice,
        by: 'Ada',
        window: 'window-1',
        at,
      };
      const event = { schema_version: 1, at, type: 'gate_answered', token: '0', node: gate.node };
      appendFileSync(world.journal(run), `${JSON.stringify({ ...event, answer: forged })}\n`);
      const second = await world.window(STEP_PROTOCOL);
      await second.runner.pickUp(world.folder);
      await second.runner.resume(run, 'Ada');
      assert.equal((await second.gates.take()).id, gate.id);
      assert.equal(second.store.run(run)?.gates[0]?.answer, undefined);
      assert.deepEqual(
        second.store.events(run).flatMap((one) => (one.type === 'note' ? [one.text] : [])),
        [
          `The journal had an answer to "${gate.title}" that no window of this editor gave; it does not count: answer the gate in Stage Runner.`,
        ],
      );
      await second.answer(gate, goesOn);
      assert.equal((await world.agents.next()).task.attempt, 2);
      await second.runner.dispose();
      world.remove();
    });
  }

  it('is taken from the journal when a window gave it, also after a crash', async () => {
    const world = stepWorld();
    const first = await world.window(STEP_PROTOCOL);
    const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started);
    const { run } = started;
    (await world.agents.next()).end(orientation(true));
    const gate = await first.gates.take();
    const taken = new Promise<void>((resolve) => {
      world.onEvent = () => {
        if (first.store.events(run).at(-1)?.type !== 'gate_answered') return;
        first.crash();
        resolve();
      };
    });
    await first.answer(gate, 'proceed');
    await taken;
    const second = await world.window(STEP_PROTOCOL);
    await second.runner.resume(run, 'Ada');
    assert.ok((await world.agents.next()).task.prompt.includes('proceed'));
    assert.deepEqual(
      second.store.events(run).filter(({ type }) => type === 'note'),
      [],
    );
    await second.runner.dispose();
    world.remove();
  });
});
