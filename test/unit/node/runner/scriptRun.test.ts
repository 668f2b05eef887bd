import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { result, World, type Call, type Window } from './world';

const HEAD = 'name: scripts\nvariables: [{ name: who, default: Ada }]\n';

/** A graph with one script `s`; `tail` are further nodes. */
function graph(script: string, tail = ''): string {
  return `${HEAD}initial_state: { big: "", from: "", seen: "" }
start: s
nodes:
  s: { type: script, script: ${script}, timeout: 5, fallback: other, next: done }
  done: { type: end, output: "STEP_COMPLETE {{from}} {{seen}}" }
  other: { type: end, output: "STEP_FAILED" }
${tail}`;
}

describe('scripts and branches in a run', () => {
  let world: World;
  let window: Window;

  beforeEach(() => {
    world = new World();
    world.write({ 'plans/steps/01-first.md': '# First\n' });
  });
  afterEach(async () => {
    await window.runner.dispose();
    world.remove();
    assert.deepEqual(window.problems, []);
  });

  async function start(files: Readonly<Record<string, string>>): Promise<string> {
    world.write(files);
    window = await world.window(join(world.folder, 'g/graph.yaml'));
    const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }
  async function endOf(run: string): Promise<string> {
    await window.runner.settled(run);
    const end = window.store.events(run).find((event) => event.type === 'run_ended');
    const { code, detail } = window.store.run(run)?.stop ?? {};
    return end ? `${end.output} | ${code ?? ''}` : `${code ?? ''}: ${detail ?? ''}`;
  }
  /** The next two agents by their node: which of two branches begins first is nobody's promise. */
  async function branches(): Promise<[Call, Call]> {
    const [one, other] = [await world.agents.next(), await world.agents.next()];
    return one.task.node < other.task.node ? [one, other] : [other, one];
  }
  const scriptNote = (run: string): string | undefined => {
    const left = window.store.events(run).find((event) => event.type === 'node_left');
    return left?.note;
  };

  it('state goes in by the environment and JSON comes out', async () => {
    const script = `
      const state = JSON.parse(process.env.GRAPH_STATE);
      console.log(JSON.stringify({ from: state.who + process.env.LLM_AGENT_VAR_WHO, seen: process.cwd() }));`;
    const run = await start({ 'g/graph.yaml': graph('x.mjs'), 'g/x.mjs': script });
    assert.equal(await endOf(run), `STEP_COMPLETE AdaAda ${world.folder} | complete`);
  });

  it('nothing of the editor goes in', async () => {
    world.env = { ...world.env, VSCODE_IPC_HOOK: '/run/editor.sock' };
    const script = 'console.log(JSON.stringify({ from: process.env.VSCODE_IPC_HOOK ?? "nothing" }))';
    const run = await start({ 'g/graph.yaml': graph('x.mjs'), 'g/x.mjs': script });
    assert.match(await endOf(run), /^STEP_COMPLETE nothing/);
  });

  it('a large state goes in by a file', async () => {
    const yaml = graph('x.mjs').replace('big: ""', `big: "${'x'.repeat(33 * 1024)}"`);
    const script = `
      import { readFileSync } from 'node:fs';
      const state = JSON.parse(readFileSync(process.env.GRAPH_STATE_FILE, 'utf8'));
      console.log(JSON.stringify({ from: state.big.length, seen: process.env.GRAPH_STATE === undefined }));`;
    const run = await start({ 'g/graph.yaml': yaml, 'g/x.mjs': script });
    assert.match(await endOf(run), /^STEP_COMPLETE 33792 true/);
  });

  it('_next overrides the route and is no part of the state', async () => {
    const run = await start({ 'g/graph.yaml': graph('x.sh'), 'g/x.sh': `echo '{"_next": "other"}'` });
    assert.match(await endOf(run), /^STEP_FAILED/);
    const left = window.store.events(run).find((event) => event.type === 'node_left');
    assert.deepEqual([left?.updates, left?.next], [{}, 'other']);
  });

  for (const [name, script, note] of [
    [
      'non-zero exit',
      'process.stderr.write("broke"); process.exit(3)',
      '"s" failed: it ended with exit code 3: broke',
    ],
    ['no output', '', '"s" failed: it printed nothing; expected one JSON object'],
    ['a list', 'console.log("[]")', '"s" failed: it printed JSON that is no object'],
    ['a number as _next', 'console.log(\'{"_next": 3}\')', '"s" failed: its `_next` is not a text'],
  ] as const) {
    it(`${name} takes the fallback`, async () => {
      const run = await start({ 'g/graph.yaml': graph('x.mjs'), 'g/x.mjs': script });
      assert.match(await endOf(run), /^STEP_FAILED/);
      assert.equal(scriptNote(run), note);
    });
  }

  it('a script over its time is ended with all it started and takes the fallback', async () => {
    const yaml = graph('x.sh').replace('timeout: 5', 'timeout: 1');
    const run = await start({ 'g/graph.yaml': yaml, 'g/x.sh': 'sleep 300 & sleep 300' });
    assert.match(await endOf(run), /^STEP_FAILED/);
    assert.equal(scriptNote(run), '"s" failed: it took longer than 1 seconds');
  });

  it('without a fallback a failed script is a stop that can be resumed after mending', async () => {
    const yaml = graph('x.mjs').replace('fallback: other, ', '').replace('  other:', '  # other:');
    const run = await start({ 'g/graph.yaml': yaml, 'g/x.mjs': 'process.exit(1)' });
    assert.equal(await endOf(run), 'script_failed: "s" failed: it ended with exit code 1');
    world.write({ 'g/x.mjs': 'console.log("{}")' });
    await window.runner.resume(run, 'Ada');
    assert.match(await endOf(run), /^STEP_COMPLETE/);
  });

  it('an end that names no result is kept in its own words and is no success', async () => {
    const yaml = graph('x.mjs').replace('STEP_COMPLETE {{from}} {{seen}}', 'All fine');
    const run = await start({ 'g/graph.yaml': yaml, 'g/x.mjs': 'console.log("{}")' });
    assert.equal(await endOf(run), 'All fine | unknown');
    assert.equal(window.store.run(run)?.stop?.raw, 'All fine');
  });

  it('a script that is only reached through a link out of the protocol’s folder is none', async () => {
    world.write({ 'g/graph.yaml': graph('in/x.sh'), 'elsewhere/x.sh': `echo '{}'` });
    symlinkSync(join(world.folder, 'elsewhere'), join(world.folder, 'g/in'), 'dir');
    window = await world.window(join(world.folder, 'g/graph.yaml'));
    const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('refused' in started, 'it was started');
    assert.equal(started.refused.code, 'protocol_error');
    assert.match(started.refused.detail, /neither a file beside the protocol/);
  });

  it('Stop ends a script, and resuming runs it again', async () => {
    const script = `
      import { existsSync, writeFileSync } from 'node:fs';
      if (existsSync('again')) console.log('{}');
      else { writeFileSync('again', ''); setInterval(() => undefined, 1000); }`;
    const started = new Promise<void>((resolve) => {
      world.onEvent = ({ id }) => {
        if (window.store.events(id).at(-1)?.type === 'script_started') resolve();
      };
    });
    const run = await start({ 'g/graph.yaml': graph('x.mjs'), 'g/x.mjs': script });
    await started;
    await window.runner.stop(run, 'Ada');
    assert.equal(await endOf(run), 'user_stopped: Ada stopped the run.');
    world.write({ again: '' });
    await window.runner.resume(run, 'Ada');
    assert.match(await endOf(run), /^STEP_COMPLETE/);
  });

  it('a node entered too often ends the run for good', async () => {
    const yaml = graph('x.mjs').replace('start: s', 'settings: { max_loop_iterations: 3 }\nstart: s');
    const run = await start({ 'g/graph.yaml': yaml, 'g/x.mjs': 'console.log(\'{"_next": "s"}\')' });
    assert.match(await endOf(run), /^loop_limit: Node "s"/);
    const refused = await window.runner.resume(run, 'Ada');
    assert.ok('refused' in refused && refused.refused.code === 'loop_limit');
  });

  const FORK = `name: fork
settings: { max_concurrency: 2, timeout: 60 }
initial_state: { all: [] }
reducers: { all: extend }
start: a
nodes:
  a: { type: llm, prompt: a, next: [b, c, d] }
  b: { type: llm, prompt: b, output_schema: { type: object, properties: { all: { type: array } } }, next: join }
  c: { type: llm, prompt: c, output_schema: { type: object, properties: { all: { type: array } } }, next: join }
  d: { type: llm, prompt: d, output_schema: { type: object, properties: { all: { type: array } } }, next: join }
  join: { type: end, output: "STEP_COMPLETE {{all}}" }
`;

  it('branches run at the same time, as many as allowed, and join', async () => {
    const run = await start({ 'g/graph.yaml': FORK });
    (await world.agents.next()).end(result('complete'));
    const [b, c] = await branches();
    assert.deepEqual([b.task.node, c.task.node, world.agents.calls.length], ['b', 'c', 3]);
    c.end(result('complete', '', { all: ['c'] }));
    const d = await world.agents.next();
    d.end(result('complete', '', { all: ['d'] }));
    b.end(result('complete', '', { all: ['b'] }));
    assert.match(await endOf(run), /^STEP_COMPLETE \["b","c","d"\]/);
    assert.deepEqual(world.agents.calls.map(({ task }) => `${task.node} ${task.attempt}`).sort(), [
      'a 1',
      'b 2',
      'c 3',
      'd 4',
    ]);
  });

  it('a branch that stops the run stops the others, and resuming goes on in all', async () => {
    const run = await start({ 'g/graph.yaml': FORK });
    (await world.agents.next()).end(result('complete'));
    const [b] = await branches();
    b.end({ kind: 'interrupted', detail: 'Closed.' });
    assert.equal(await endOf(run), 'terminal_closed: Closed.');
    assert.deepEqual(world.agents.stops, [3]);
    await window.runner.resume(run, 'Ada');
    const again = [await world.agents.next(), await world.agents.next()];
    assert.deepEqual(again.map(({ task }) => `${task.node} ${task.attempt}`).sort(), ['b 4', 'c 5']);
  });

  it('a run that worked too long stops between nodes, and resuming gives it its time again', async () => {
    const run = await start({ 'g/graph.yaml': FORK });
    const a = await world.agents.next();
    world.tick(61_000);
    a.end(result('complete'));
    assert.equal(
      await endOf(run),
      'run_timeout: The run has worked longer than the 60 seconds that its protocol allows.',
    );
    await window.runner.resume(run, 'Ada');
    const [b, c] = await branches();
    assert.deepEqual([b.task.node, c.task.node], ['b', 'c']);
  });
});
