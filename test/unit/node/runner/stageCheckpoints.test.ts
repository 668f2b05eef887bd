import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageMap } from '../../../../src/core/stageMap';
import { AutomaticCheckpoints } from '../../../../src/node/checkpoints/automatic';
import { CheckpointStore } from '../../../../src/node/checkpoints/checkpointStore';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { takeSnapshot } from '../../../../src/node/checkpoints/snapshot';
import type { TakeResult } from '../../../../src/node/checkpoints/ports';
import { FakeCheckpoints } from './checkpointBed';
import { numberOf, ONE_BY_ONE, StageBed, type BedStep } from './stageBed';

const STEPS: Readonly<Record<string, BedStep>> = {
  '01': { batch: 1 },
  '02': { batch: 1 },
  '03': { batch: 2, needs: ['01'] },
};

describe('the checkpoints of a stage', function () {
  this.timeout(20_000);
  let bed: StageBed;
  let port: FakeCheckpoints;

  beforeEach(async () => {
    bed = new StageBed(STEPS);
    port = new FakeCheckpoints();
    port.worktree = bed.world.folder;
    bed.world.checkpoints = port;
    await bed.open();
  });
  afterEach(() => bed.close());

  /** `before_batch taken` for each checkpoint of a run. */
  const marks = (id: string): string[] =>
    bed
      .run(id)
      .checkpoints.map((mark) => `${mark.kind} ${mark.state === 'skipped' ? mark.code : mark.state}`);

  it('one before each batch, and none of steps that are at work side by side', async () => {
    const id = await bed.start();
    const names = (): string[] => port.requests.map(({ name }) => name);
    await bed.begun('01').then((call) => {
      assert.deepEqual(names(), ['before batch 1 of stage 01'], 'it was there before a step began');
      bed.writeRecap('01');
      call.end({ kind: 'result', result: { status: 'complete', summary: '', fields: {} } });
    });
    await bed.does('02', '03');
    await bed.settled(id);
    assert.deepEqual(marks(id), ['before_batch taken', 'before_batch taken']);
    for (const number of ['01', '02'])
      assert.deepEqual(marks(bed.child(id, number).id), ['before_batch together', 'after_step together']);
    assert.deepEqual(marks(bed.child(id, '03').id), ['before_batch taken', 'after_step taken']);
    assert.deepEqual(names(), [
      'before batch 1 of stage 01',
      'before batch 2 of stage 01',
      'before step 01-03',
      'after step 01-03',
    ]);
  });

  it('of each step too, where one runs after the other', async () => {
    const id = await bed.start(ONE_BY_ONE);
    await bed.does('01', '02', '03');
    await bed.settled(id);
    for (const child of bed.children(id))
      assert.deepEqual(marks(child.id), ['before_batch taken', 'after_step taken']);
  });

  it('that cannot be taken keep nothing from being run', async () => {
    port.answer = () =>
      Promise.resolve({ refused: { code: 'timed_out', detail: 'Too slow.', wayOut: 'Wait.' } });
    const id = await bed.start();
    await bed.does('01', '02', '03');
    await bed.settled(id);
    assert.deepEqual(
      [bed.stop(id), marks(id)],
      ['ended stage_complete', ['before_batch timed_out', 'before_batch timed_out']],
    );
  });

  it('one that a crash cut short is taken before the batch begins, and once', async () => {
    let cut: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => (cut = resolve));
    port.answer = (): Promise<TakeResult> => {
      cut?.();
      return new Promise(() => undefined);
    };
    const id = await bed.start();
    await asked;
    port.answer = (request) => Promise.resolve({ record: port.record(request) });
    await bed.crash();
    assert.deepEqual([bed.stop(id), bed.children(id)], ['stopped process_crashed', []]);
    assert.deepEqual(await bed.window.runner.resume(id, 'Ada'), { run: id });
    await bed.does('01', '02', '03');
    await bed.settled(id);
    assert.deepEqual(marks(id), ['before_batch begun', 'before_batch taken', 'before_batch taken']);
    assert.deepEqual(bed.batches(id), ['01 done, 02 done', '03 done']);
  });

  it('one that was there is not taken again after a crash among the steps', async () => {
    const id = await bed.start();
    const gate = await bed.asks('01');
    await bed.does('02');
    await bed.crash();
    await bed.window.answer(gate, 'left');
    await bed.does('01', '03');
    await bed.settled(id);
    assert.deepEqual(marks(id), ['before_batch taken', 'before_batch taken']);
  });

  it('a retry is a batch of its own, with its own', async () => {
    const id = await bed.start();
    await bed.fails('01');
    await bed.does('02');
    await bed.window.answer(await bed.window.gates.take(), 'retry');
    await bed.does('01', '03');
    await bed.settled(id);
    assert.equal(marks(id).length, 3);
  });

  it('where a marker is wanted and cannot be made, the stage asks, and not its steps', async () => {
    port.markers = true;
    port.answer = (request) =>
      Promise.resolve({ record: port.record(request), tagProblem: 'The tag is there already.' });
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    assert.deepEqual(
      [gate.run, gate.title, gate.step.key, gate.stage],
      [id, 'No rollback marker', '', '01-base'],
    );
    assert.match(gate.blocks, /^stage 01/);
    await bed.window.answer(gate, 'stop here');
    await bed.settled(id);
    assert.deepEqual([bed.stop(id), bed.children(id)], ['stopped no_rollback_point', []]);
    assert.deepEqual(await bed.window.runner.resume(id, 'Ada'), { run: id });
    const again = await bed.window.gates.take();
    assert.notEqual(again.id, gate.id);
    await bed.window.answer(again, 'go on without it');
    await bed.does('01', '02');
    const second = await bed.window.gates.take();
    assert.notEqual(second.node, gate.node);
    await bed.window.answer(second, 'go on without it');
    await bed.does('03');
    await bed.settled(id);
    assert.equal(bed.stop(id), 'ended stage_complete');
  });

  describe('and a rollback to one', () => {
    function back(to: { readonly at: string; readonly order?: number }, name: string): Promise<void> {
      const at = (): string => bed.world.tick().toISOString();
      const base = { schema_version: 1, id: 'back' };
      const lines = [
        {
          ...{ ...base, type: 'restore_started', at: at(), by: 'Bo', worktree: bed.world.folder },
          checkpoint: { id: 'c', name, ...to },
          safety: { id: 's', at: at() },
        },
        { ...base, type: 'restore_ended', at: at(), outcome: 'restored', files: 1 },
      ];
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      appendFileSync(join(bed.world.data, 'restores.jsonl'), text);
      return bed.window.store.refresh();
    }

    it('before the second batch: the first stays done, the second did not happen, and the stage is run anew', async () => {
      const id = await bed.start();
      await bed.does('01', '02', '03');
      await bed.settled(id);
      const taken = bed.window.store.events(id).findLast((event) => event.type === 'checkpoint_started');
      assert.ok(taken);
      bed.world.delete(bed.recapFile('03'));
      await back({ at: taken.at }, 'before batch 2');
      assert.equal(bed.stop(id), 'stopped rolled_back');
      assert.equal(bed.run(id).stop?.detail, 'Bo went back to “before batch 2”.');
      assert.deepEqual(bed.batches(id), ['01 done, 02 done', '[03]'], 'it was about to begin the second');
      assert.deepEqual(
        bed.children(id).map(({ header, stop }) => `${numberOf(header.step.key)} ${stop?.code ?? ''}`),
        ['01 complete', '02 complete'],
      );
      const refused = await bed.window.runner.resume(id, 'Ada');
      assert.ok('refused' in refused && refused.refused.code === 'rolled_back');
      const map = stageMap({
        plans: await bed.world.readPlans(),
        runs: bed.window.store.runs().map((run) => ({ run, driven: false })),
        statusLog: [],
      });
      assert.deepEqual(
        map.plans[0]?.steps.map(({ step, status }) => `${numberOf(step.key)} ${status}`),
        ['01 done', '02 done', '03 ready'],
      );
      const next = await bed.start();
      await bed.does('03');
      await bed.settled(next);
      assert.deepEqual([bed.stop(next), bed.batches(next)], ['ended stage_complete', ['03 done']]);
      assert.deepEqual([bed.run(next).header.attempt, bed.child(next, '03').header.attempt], [2, 2]);
    });

    it('before the first: no step of it happened', async () => {
      const id = await bed.start();
      await bed.does('01', '02');
      await bed.begun('03');
      await bed.window.runner.stop(id, 'Ada');
      const taken = bed.window.store.events(id).find((event) => event.type === 'checkpoint_started');
      assert.ok(taken);
      for (const number of ['01', '02']) bed.world.delete(bed.recapFile(number));
      await back({ at: taken.at }, 'before batch 1');
      assert.deepEqual([bed.stop(id), bed.children(id)], ['stopped rolled_back', []]);
      await bed.window.runner.pickUp(bed.world.folder);
      assert.equal(bed.window.runner.drives(id), false);
    });

    it('is to wait while the stage or one of its steps is at work', async () => {
      const id = await bed.start();
      await bed.asks('01');
      assert.ok([id, ...bed.children(id).map((child) => child.id)].includes(await live()));
      await bed.begun('02');
      bed.window.crash();
      await bed.open();
      assert.equal(await live(), bed.child(id, '02').id, 'its agent works on without a window');
      await bed.window.runner.stop(id, 'Ada');
    });

    const live = async (): Promise<string> => (await bed.window.runner.liveRun(bed.world.folder)) ?? '';
  });
});

describe('the checkpoints of a stage in a repository', function () {
  this.timeout(60_000);

  it('hold the tree before each batch, also where the window died in between', async () => {
    const bed = new StageBed(STEPS);
    const { world } = bed;
    const git = (...args: string[]): string => {
      const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
      return execFileSync('git', args, { cwd: world.folder, env, encoding: 'utf8' }).trimEnd();
    };
    git('init', '--quiet');
    git('add', '--all');
    git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'Plan');
    const store = new CheckpointStore({
      dataFolder: world.data,
      tool: { name: 'stage-runner', version: '0' },
      settings: () => ({ maxFileSize: 10, tagPrefix: '' }),
      now: () => world.tick(),
      newId: () => 'unused',
      top: world.folder,
      git: gitCommand,
      snapshot: takeSnapshot,
    });
    const automatic = new AutomaticCheckpoints(store);
    world.checkpoints = {
      when: () => 'batch',
      take: (request) => automatic.take(request),
      list: () => store.list(),
    };
    await bed.open();
    const id = await bed.start();
    const gate = await bed.asks('01');
    await bed.does('02');
    await bed.crash();
    await bed.window.answer(gate, 'left');
    await bed.does('01', '03');
    await bed.settled(id);
    const held = bed.run(id).checkpoints.map((mark) => {
      assert.equal(mark.state, 'taken');
      const tree = git('ls-tree', '-r', '--name-only', `refs/stage-runner/checkpoints/${mark.id}`);
      return tree
        .split('\n')
        .filter((name) => name.includes('recap'))
        .map((name) => name.slice(-11));
    });
    assert.deepEqual(held, [[], ['01-recap.md', '02-recap.md']]);
    assert.equal(git('fsck', '--no-dangling'), '');
    await bed.close();
  });
});
