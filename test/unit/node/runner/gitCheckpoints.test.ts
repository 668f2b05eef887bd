import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import type { Run } from '../../../../src/core/run';
import { AutomaticCheckpoints } from '../../../../src/node/checkpoints/automatic';
import { CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import { carryOut, stepWorld } from './stepAgent';
import { FakeAgents, STEP_PROTOCOL, type Window, type World } from './world';

const NOTHING = `name: nothing
start: look
nodes:
  look: { type: approval, question: Fine?, options: [fine], routes: { fine: done } }
  done: { type: end, output: STEP_COMPLETE }
`;

describe('a run of the step protocol in a repository', function () {
  this.timeout(60_000);
  let world: World;
  /** Called between the steps of taking a checkpoint. */
  let between: (step: string) => void;

  beforeEach(() => {
    world = stepWorld();
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'Plan');
    between = () => undefined;
    const store = checkpointStore();
    const automatic = new AutomaticCheckpoints(store);
    world.checkpoints = {
      when: () => 'step',
      take: (request) => automatic.take(request),
      list: () => store.list(),
    };
    agents();
  });
  afterEach(() => {
    world.remove();
  });

  function git(...args: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
    return execFileSync('git', args, { cwd: world.folder, env, encoding: 'utf8' }).trimEnd();
  }

  function checkpointStore(): CheckpointStore {
    const store = new CheckpointStore({
      dataFolder: world.data,
      tool: { name: 'stage-runner', version: '0' },
      settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
      now: () => world.tick(),
      newId: () => 'unused',
      top: world.folder,
      git: gitCommand,
      snapshot: async (request) => {
        between('before the ref');
        const result = await takeSnapshot(request);
        between('after the ref');
        return result;
      },
    });
    const take = store.take.bind(store);
    store.take = async (request) => {
      const result = await take(request);
      between('after the record');
      return result;
    };
    return store;
  }

  function agents(): void {
    world.agents = new FakeAgents();
    world.agents.auto = (task) => carryOut(world, task);
  }

  async function start(window: Window): Promise<string> {
    const started = await window.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started, JSON.stringify(started));
    return started.run;
  }

  async function approve(window: Window, run: string): Promise<void> {
    await window.answer(await window.gates.take(), 'approve');
    await window.runner.settled(run);
  }

  function words(run: Run | undefined): string[] {
    return (run?.checkpoints ?? []).map((mark) => {
      switch (mark.state) {
        case 'begun':
          return `${mark.kind} begun`;
        case 'skipped':
          return `${mark.kind} ${mark.code}`;
        case 'taken': {
          const source = git('show', `refs/stage-runner/checkpoints/${mark.id}:src.txt`);
          return `${mark.kind} of "${source}"${mark.recordProblem === undefined ? '' : ' without its record'}`;
        }
      }
    });
  }

  const recordOf = (id: string | undefined): CheckpointRecord =>
    JSON.parse(world.read(join('..', 'data', 'checkpoints', `${id ?? ''}.json`))) as CheckpointRecord;

  it('has a checkpoint of the tree before it and one of the tree after it, and touches nothing of the person', async () => {
    const [head, index] = [git('rev-parse', 'HEAD'), git('ls-files', '--stage')];
    const window = await world.window(STEP_PROTOCOL);
    const run = await start(window);
    await approve(window, run);
    assert.deepEqual(words(window.store.run(run)), ['before_batch of "nothing yet"', 'after_step of "good"']);
    assert.deepEqual([git('rev-parse', 'HEAD'), git('ls-files', '--stage')], [head, index]);
    const [before, after] = window.store.run(run)?.checkpoints ?? [];
    assert.deepEqual(
      [recordOf(before?.id), recordOf(after?.id)].map(({ name, outcome, verification, git: object }) => ({
        ...{ name, outcome, status: verification?.status },
        gates: verification?.gates.map(({ id, exit_code }) => `${id} ${exit_code ?? '-'}`),
        worktree: object?.worktree === world.folder,
      })),
      [
        { name: 'before step 01', outcome: undefined, status: undefined, gates: undefined, worktree: true },
        { name: 'after step 01', outcome: 'completed', status: 'not_run', gates: ['test 0'], worktree: true },
      ],
    );
    assert.deepEqual(window.problems, []);
  });

  it('holds no file of ours (D4)', async () => {
    world.write({ '.stage-runner/.gitignore': '*\n', '.stage-runner/r/1/prompt.md': 'Do it.' });
    const window = await world.window(STEP_PROTOCOL);
    const run = await start(window);
    await approve(window, run);
    for (const { id = '' } of window.store.run(run)?.checkpoints ?? [])
      assert.deepEqual(git('ls-tree', '--name-only', `refs/stage-runner/checkpoints/${id}`).split('\n'), [
        'plans',
        'src.txt',
        'test.mjs',
      ]);
  });

  it('is known to have changed nothing', async () => {
    const graph = join(world.root, 'nothing.yaml');
    writeFileSync(graph, NOTHING);
    const window = await world.window(graph);
    const run = await start(window);
    await window.answer(await window.gates.take(), 'fine');
    await window.runner.settled(run);
    const [before, after] = window.store.run(run)?.checkpoints ?? [];
    assert.deepEqual([recordOf(before?.id).outcome, recordOf(after?.id).outcome], [undefined, 'no_changes']);
    assert.deepEqual(recordOf(after?.id).verification, { status: 'not_run', gates: [] });
  });

  it('tells the truth after its window died at any step of taking a checkpoint', async () => {
    const moments: string[] = [];
    const save = (name: string): void => {
      moments.push(name);
      world.save(name);
    };
    let taken = 0;
    between = (step) => {
      if (step === 'before the ref') taken += 1;
      save(`${taken} ${step}`);
    };
    world.onEvent = ({ checkpoints, phase }) => {
      const { kind = '', state = '' } = checkpoints.at(-1) ?? {};
      const name = `${phase} ${kind} ${state}`;
      if (!moments.includes(name)) save(name);
    };
    const first = await world.window(STEP_PROTOCOL);
    const run = await start(first);
    await approve(first, run);
    first.crash();
    world.onEvent = undefined;
    between = () => undefined;

    const told: string[] = [];
    for (const moment of moments) {
      world.restore(moment);
      agents();
      const window = await world.window(STEP_PROTOCOL);
      await window.runner.pickUp(world.folder);
      const { phase } = window.store.run(run) ?? {};
      if (phase === 'stopped') {
        await window.runner.resume(run, 'Ada');
        await approve(window, run);
      } else if (phase === 'active') {
        await approve(window, run);
      }
      told.push(`${moment}: ${words(window.store.run(run)).join(', ')}`);
      assert.equal(git('fsck', '--no-dangling'), '');
      assert.deepEqual(window.problems, []);
      window.crash();
    }
    const whole = 'before_batch of "nothing yet", after_step of "good"';
    assert.deepEqual(told, [
      `active  : ${whole}`,
      `active before_batch begun: before_batch begun, ${whole}`,
      `1 before the ref: before_batch begun, ${whole}`,
      '1 after the ref: before_batch of "nothing yet" without its record, after_step of "good"',
      `1 after the record: ${whole}`,
      `active before_batch taken: ${whole}`,
      'ended before_batch taken: before_batch of "nothing yet"',
      'ended after_step begun: before_batch of "nothing yet", after_step interrupted',
      '2 before the ref: before_batch of "nothing yet", after_step interrupted',
      '2 after the ref: before_batch of "nothing yet", after_step of "good" without its record',
      `2 after the record: ${whole}`,
      `ended after_step taken: ${whole}`,
    ]);
  });
});
