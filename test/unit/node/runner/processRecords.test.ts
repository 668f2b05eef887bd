import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from '../../../../src/node/processes/identity';
import { World, type Window } from './world';

/** Two processes that end by no signal of a gentle kind; they end by themselves long after the test. */
const STUBBORN = `
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
const idle = 'process.on("SIGINT", () => {}); setTimeout(() => {}, 60_000)';
const child = spawn(process.execPath, ['-e', idle], { stdio: 'ignore' });
writeFileSync('pids.tmp', JSON.stringify([process.pid, child.pid]));
renameSync('pids.tmp', 'pids.json');
setTimeout(() => {}, 60_000);
`;

const SCRIPT = `name: g
start: s
nodes:
  s: { type: script, script: x.mjs, timeout: 60, next: done }
  done: { type: end, output: STEP_COMPLETE }
`;

/** The same by a check: `verify_tests` runs the plan's own test command. */
const CHECK = `name: g
start: s
nodes:
  s: { type: script, script: verify_tests, timeout: 60, next: edge_case_sweep }
  edge_case_sweep: { type: end, output: STEP_COMPLETE }
  fix_loop_gate: { type: end, output: STEP_FAILED }
`;

describe('what a crash leaves at work', function () {
  this.timeout(30_000);
  let world: World;
  let left: ProcessIdentity[];

  beforeEach(() => {
    world = new World();
    left = [];
  });
  afterEach(async () => {
    for (const one of left) if (await isAlive(one)) process.kill(one.pid, 'SIGKILL');
    world.remove();
  });

  /** A run at work in a window that then dies, as a crash of the extension host does it. */
  async function crashed(graph: string): Promise<{ run: string; protocol: string }> {
    world.write({
      'plans/steps/01-first.md': '# First\n',
      'g/graph.yaml': graph,
      'g/x.mjs': STUBBORN,
      'test.mjs': STUBBORN,
    });
    const protocol = join(world.folder, 'g/graph.yaml');
    const window: Window = await world.window(protocol);
    const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started);
    const { run } = started;
    const records = join(world.data, 'runs', run, 'processes');
    const ready = (): boolean =>
      world.has('pids.json') &&
      existsSync(records) &&
      readdirSync(records).some((name) => name.endsWith('.json'));
    while (!ready()) await sleep(20);
    const pids = JSON.parse(readFileSync(join(world.folder, 'pids.json'), 'utf8')) as number[];
    left = await Promise.all(pids.map(identify));
    window.crash();
    return { run, protocol };
  }
  const living = async (): Promise<number> => (await Promise.all(left.map(isAlive))).filter(Boolean).length;

  for (const [what, graph] of [
    ['script', SCRIPT],
    ['check', CHECK],
  ] as const) {
    it(`a ${what} is ended before the run is written down as interrupted`, async () => {
      const { run, protocol } = await crashed(graph);
      assert.equal(await living(), 2);
      const next = await world.window(protocol);
      await next.runner.pickUp(world.folder);
      assert.equal(next.store.run(run)?.stop?.code, 'process_crashed');
      assert.equal(await living(), 0);
      assert.deepEqual(readdirSync(join(world.data, 'runs', run, 'processes')), []);
    });

    it(`a ${what} is ended before a stop is written down`, async () => {
      const { run, protocol } = await crashed(graph);
      const next = await world.window(protocol);
      await next.runner.stop(run, 'Ada');
      assert.equal(next.store.run(run)?.stop?.code, 'user_stopped');
      assert.equal(await living(), 0);
    });
  }
});
