import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Gate } from '../../src/core/events';
import type { StageView } from '../../src/core/status';
import type { TreeNode } from '../../src/vscode/nodes';
import { answerText, nextMessage } from './quickInputs';
import { RunWorld, useSettings } from './runWorld';

describe('commands of whole stages', () => {
  let world: RunWorld;
  let restoreSettings: () => Promise<void>;
  before(async () => {
    restoreSettings = await useSettings();
  });
  after(() => restoreSettings());
  beforeEach(async () => {
    world = await RunWorld.begin();
  });
  afterEach(() => world.end());

  const run = (command: string, target?: TreeNode): Thenable<unknown> =>
    vscode.commands.executeCommand(`stageRunner.${command}`, target);
  /** The row of the plan, which has no stages. */
  const row = (): TreeNode => ({ kind: 'plan', plan: world.step('01').plan });
  const stage = (): StageView => {
    const [only] = world.internals.store.plan(world.step('01').plan)?.stages ?? [];
    assert.ok(only);
    return only;
  };
  const stageWhere = (holds: (view: StageView) => boolean): Promise<void> =>
    world.mapWhere(() => holds(stage()));
  const stop = (): string => stage().lastRun?.run.stop?.code ?? '';

  async function answer({ id, openedAt }: Gate, choice: string): Promise<void> {
    const runs = await world.internals.store.runStoreFor(world.folder);
    await runs.answerGate(id, { choice, by: 'Somebody', window: 'another', at: openedAt });
  }

  /** Runs the first step, which ends well and leaves no mark of completion, up to the gate that asks about it. */
  async function toTheFailedGate(): Promise<Gate> {
    await (await world.nextInvocation()).release();
    await world.stepWhere('01', ({ gates }) => gates.length === 1);
    const [review] = world.step('01').gates;
    assert.ok(review);
    assert.equal(stage().lastRun?.state, 'running');
    await answer(review, 'approve');
    await stageWhere(({ lastRun }) => lastRun?.state === 'waiting');
    const [failed] = stage().lastRun?.gates ?? [];
    assert.ok(failed);
    return failed;
  }

  it('run it step by step, put a step without its mark to a person, and go on', async () => {
    await run('runStage', row());
    const failed = await toTheFailedGate();
    assert.match(failed.subject ?? '', /^plan /);
    assert.deepEqual(world.internals.store.map.gates, [failed]);
    await answer(failed, 'skip');
    await (await world.nextInvocation()).release();
    await world.stepWhere('02', ({ gates }) => gates.length === 1);
    assert.deepEqual(stage().lastRun?.batch, { batch: '02', done: 0, total: 1 });
    await run('stopStage', row());
    assert.deepEqual([stop(), world.step('02').lastRun?.stop?.code], ['user_stopped', 'user_stopped']);
  });

  it('come to rest after a batch, and go on with the next', async () => {
    await run('runStage', row());
    await stageWhere(({ lastRun }) => lastRun?.state === 'running');
    const said = nextMessage();
    await run('stopAfterBatch', row());
    assert.match(await said, / comes to rest after this step\.$/);
    const failed = await toTheFailedGate();
    await answer(failed, 'skip');
    await stageWhere(({ lastRun }) => lastRun?.state === 'stopped');
    assert.equal(stop(), 'stopped_after_batch');
    assert.equal(world.step('02').lastRun, undefined);
    await run('runNextBatch', row());
    await world.nextInvocation();
    assert.equal(world.step('02').status, 'running');
    await run('stop');
    assert.equal(stop(), 'user_stopped');
  });

  it('leave a step out for a reason, which stops it', async () => {
    await run('runStage', row());
    const { pid } = await world.nextInvocation();
    answerText('done by hand');
    await run('skipStep', world.node('01'));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    await world.nextInvocation();
    assert.equal(world.step('02').status, 'running');
    await run('stopStage', row());
    const runs = await world.internals.store.runStoreFor(world.folder);
    const skipped = runs.events(stage().lastRun?.run.id ?? '').find(({ type }) => type === 'step_skipped');
    assert.ok(skipped?.type === 'step_skipped');
    assert.deepEqual([skipped.step, skipped.reason], [world.step('01').step.key, 'done by hand']);
  });
});
