import assert from 'node:assert/strict';
import { join } from 'node:path';
import { result, World, type Window } from './world';

const GRAPH = `
name: small
version: "1.0"
settings: { timeout: 3600 }
initial_state: { wish: "", report: "", size: 0 }
start: work
nodes:
  work:
    type: agent
    agent: coder
    prompt: "Do {{wish}}"
    timeout: 60
    state_updates: { report: "{{output}}" }
    next: judge
  judge:
    type: llm
    instructions: Judge it.
    prompt: "{{report}}"
    max_attempts: 2
    output_schema: { type: object, properties: { size: { type: integer } }, required: [size] }
    fallback: lost
    next: done
  done: { type: end, output: "STEP_COMPLETE\\nsize {{size}}\\n{{report}}" }
  lost: { type: end, output: "STEP_FAILED" }
`;

describe('agents in a run', () => {
  let world: World;
  let window: Window;
  let protocolFile: string;

  beforeEach(async () => {
    world = new World();
    world.write({ 'graph/small.yaml': GRAPH, 'plans/steps/01-first.md': '# First\n' });
    protocolFile = join(world.folder, 'graph/small.yaml');
    window = await world.window(protocolFile);
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  async function start(): Promise<string> {
    const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }
  async function stopAfter(run: string): Promise<string> {
    await window.runner.settled(run);
    const { phase, stop } = window.store.run(run) ?? {};
    return `${phase ?? '-'} ${stop?.code ?? '-'}: ${stop?.detail ?? '-'}`;
  }
  function outputOf(run: string): string {
    const end = window.store.events(run).find((event) => event.type === 'run_ended');
    return end?.output ?? '';
  }

  it('an agent raises a gate and goes on with the answer in a new attempt', async () => {
    const run = await start();
    const first = await world.agents.next();
    assert.equal(first.task.prompt, 'Do');
    first.end({
      kind: 'result',
      result: {
        status: 'gate',
        summary: '',
        fields: {},
        gate: { type: 'choice', title: 'Which way', details: 'Left or right?', options: ['left', 'right'] },
      },
    });
    const gate = await window.gates.take();
    assert.deepEqual([gate.kind, gate.title, gate.allowsText], ['agent', 'Which way', true]);
    await window.answer(gate, 'straight on');
    const second = await world.agents.next();
    assert.notEqual(second.place.records, first.place.records);
    assert.deepEqual(
      second.task.answers.map(({ answer }) => answer),
      ['straight on'],
    );
    second.end(result('complete', 'Went.'));
    (await world.agents.next()).end(result('complete', '', { size: 3 }));
    assert.equal(
      await stopAfter(run),
      'ended complete: Complete by the protocol, without a recorded approval.',
    );
    assert.equal(outputOf(run), 'STEP_COMPLETE\nsize 3\nCODER_COMPLETE\nWent.');
  });

  it('no result: a person says what happened', async () => {
    const run = await start();
    (await world.agents.next()).end({
      kind: 'no_result',
      exitCode: 0,
      hint: 'Allow writing in .stage-runner.',
    });
    const gate = await window.gates.take();
    assert.match(gate.question, /exit code 0[\s\S]*Allow writing/);
    assert.deepEqual(
      gate.options.map(({ key }) => key),
      ['run again', 'the work is done', 'stop'],
    );
    await window.answer(gate, 'run again');
    (await world.agents.next()).end({ kind: 'no_result', exitCode: null, hint: '' });
    const again = await window.gates.take();
    assert.deepEqual(await window.answer(again, 'the work is done', ' '), {
      refused: '"the work is done" needs a reason that is not empty.',
    });
    await window.answer(again, 'the work is done', 'I saw it');
    (await world.agents.next()).end({ kind: 'no_result', exitCode: 1, hint: '' });
    const fields = await window.gates.take();
    assert.deepEqual(
      fields.options.map(({ key }) => key),
      ['run again', 'stop'],
    );
    await window.answer(fields, 'stop');
    assert.equal(await stopAfter(run), 'stopped agent_no_result: Ada stopped the run at "No result".');
    assert.deepEqual(await window.runner.resume(run, 'Ada'), { run });
    const { task } = await world.agents.next();
    assert.deepEqual([task.node, task.attempt], ['judge', 4]);
    assert.match(task.prompt, /CODER_COMPLETE\nI saw it/);
  });

  it('a malformed answer is tried again as often as allowed, then shown, and never taken as success', async () => {
    const run = await start();
    (await world.agents.next()).end(result('complete'));
    const malformed = { kind: 'malformed', problem: 'size is missing', raw: '{"status": ```}' } as const;
    (await world.agents.next()).end(malformed);
    const second = await world.agents.next();
    assert.match(second.task.prompt, /could not be read\n\nsize is missing$/);
    second.end(malformed);
    const gate = await window.gates.take();
    assert.equal(gate.kind, 'malformed_result');
    assert.match(gate.question, /size is missing\n\n````text\n{"status": ```}\n````/);
    assert.deepEqual(
      gate.options.map(({ key }) => key),
      ['run again', 'stop'],
    );
    await window.answer(gate, 'run again');
    (await world.agents.next()).end(result('complete', '', { size: 1 }));
    assert.match(await stopAfter(run), /^ended complete/);
  });

  it('a bounded call that fails is tried again, then takes its fallback', async () => {
    const run = await start();
    (await world.agents.next()).end({ kind: 'sentinel', sentinel: 'CODER_COMPLETE', text: 'Did it' });
    (await world.agents.next()).end(result('failed', 'Too hard'));
    (await world.agents.next()).end({ kind: 'timed_out', seconds: 300 });
    assert.equal(
      await stopAfter(run),
      'ended agent_failed: The agent of "judge" gave no answer within 300 seconds.',
    );
  });

  for (const [outcome, stop] of [
    [
      { kind: 'interrupted', detail: 'The terminal was closed.' },
      'terminal_closed: The terminal was closed.',
    ],
    [
      { kind: 'timed_out', seconds: 60 },
      'agent_timeout: The agent of "work" gave no answer within 60 seconds.',
    ],
    [{ kind: 'not_started', problem: 'No such program.' }, 'agent_not_started: No such program.'],
  ] as const) {
    it(`${outcome.kind}: stops, and resuming begins a fresh attempt`, async () => {
      const run = await start();
      (await world.agents.next()).end(outcome);
      assert.equal(await stopAfter(run), `stopped ${stop}`);
      await window.runner.resume(run, 'Ada');
      const { task } = await world.agents.next();
      assert.deepEqual([task.node, task.attempt], ['work', 2]);
    });
  }

  it('Stop ends the agent and the run goes on later with a fresh attempt', async () => {
    const run = await start();
    await world.agents.next();
    await window.runner.stop(run, 'Ada');
    assert.deepEqual(world.agents.stops, [1]);
    assert.equal(await stopAfter(run), 'stopped user_stopped: Ada stopped the run.');
    assert.equal(window.store.run(run)?.attempts[0]?.outcome?.kind, 'stopped');
    assert.deepEqual(await window.runner.resume(run, 'Ada'), { run });
    assert.equal((await world.agents.next()).task.attempt, 2);
  });

  it('Stop at a gate leaves it waiting, and resuming does not ask twice', async () => {
    const run = await start();
    (await world.agents.next()).end({ kind: 'no_result', exitCode: 0, hint: '' });
    const gate = await window.gates.take();
    await window.runner.stop(run, 'Ada');
    await window.runner.resume(run, 'Ada');
    assert.equal((await window.gates.take()).id, gate.id);
    await window.answer(gate, 'run again');
    assert.equal((await world.agents.next()).task.attempt, 2);
    assert.equal(window.store.run(run)?.gates.length, 1);
  });

  it('a second run in the same folder is refused while one is live', async () => {
    const run = await start();
    const refused = await window.runner.start({ ...world.plan('02-second'), by: 'Ada' });
    assert.ok('refused' in refused && refused.refused.code === 'plan_missing');
    world.write({ 'plans/steps/02-second.md': '# Second\n' });
    const live = await window.runner.start({ ...world.plan('02-second'), by: 'Ada' });
    assert.deepEqual(live, {
      refused: { code: 'another_run_live', detail: `In ${world.folder}, step 01 (first) is being run.` },
    });
    assert.equal(window.store.runs().length, 1);
    await world.agents.next();
    await window.runner.stop(run, 'Ada');
    assert.ok('run' in (await window.runner.start({ ...world.plan('02-second'), by: 'Ada' })));
  });

  it('a prompt that cannot be filled in stops the run for good', async () => {
    world.write({ 'graph/small.yaml': GRAPH.replace('"Do {{wish}}"', '"Do {{wish.deep}}"') });
    const run = await start();
    assert.equal(
      await stopAfter(run),
      'stopped protocol_error: The prompt of node "work" uses wish.deep, which the state does not have.',
    );
    const refused = await window.runner.resume(run, 'Ada');
    assert.ok('refused' in refused && refused.refused.code === 'protocol_error');
  });

  it('a protocol with errors does not start a run', async () => {
    world.write({ 'graph/small.yaml': GRAPH.replace('next: done', 'next: nowhere') });
    const refused = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('refused' in refused && refused.refused.code === 'protocol_error');
    assert.match(refused.refused.detail, /small\.yaml:\d+: .*nowhere/);
    assert.deepEqual(window.store.runs(), []);
  });

  it('a failure of our own is a stop with its message', async () => {
    world.agents.begin = () => Promise.reject(new Error('a bug'));
    assert.equal(await stopAfter(await start()), 'stopped internal_error: a bug');
  });
});
