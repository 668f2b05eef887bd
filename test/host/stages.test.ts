import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/vscode/nodes';
import { answerText, nextMessage } from './quickInputs';
import { RunWorld, useSettings } from './runWorld';
import { nextProgress, StageWorld } from './stageWorld';

describe('commands of whole stages', () => {
  let world: RunWorld;
  let stages: StageWorld;
  let restoreSettings: () => Promise<void>;
  before(async () => {
    restoreSettings = await useSettings();
  });
  after(() => restoreSettings());
  beforeEach(async () => {
    world = await RunWorld.begin();
    stages = new StageWorld(world);
  });
  afterEach(() => world.end());

  const run = (command: string, target?: TreeNode): Thenable<unknown> =>
    vscode.commands.executeCommand(`stageRunner.${command}`, target);

  it('run it step by step, put a step without its mark to a person, and go on', async () => {
    await run('runStage', stages.row);
    const failed = await stages.toTheFailedGate();
    assert.match(failed.subject ?? '', /^plan /);
    assert.deepEqual(world.internals.store.map.gates, [failed]);
    await stages.answer(failed, 'skip');
    await stages.toTheReview('02');
    assert.deepEqual(stages.stage.lastRun?.batch, { batch: '02', done: 0, total: 1 });
    await run('stopStage', stages.row);
    assert.deepEqual([stages.stop, world.step('02').lastRun?.stop?.code], ['user_stopped', 'user_stopped']);
  });

  it('come to rest after a batch, and go on with the next', async () => {
    await run('runStage', stages.row);
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'running');
    const said = nextMessage();
    await run('stopAfterBatch', stages.row);
    assert.match(await said, / comes to rest after this step\.$/);
    const failed = await stages.toTheFailedGate();
    await stages.answer(failed, 'skip');
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'stopped');
    assert.equal(stages.stop, 'stopped_after_batch');
    assert.equal(world.step('02').lastRun, undefined);
    await run('runNextBatch', stages.row);
    await world.nextInvocation();
    assert.equal(world.step('02').status, 'running');
    await run('stop');
    assert.equal(stages.stop, 'user_stopped');
  });

  it('go as far as the batch in which a gate is met', async () => {
    await run('runUntilGate', stages.row);
    await stages.answer(await stages.toTheFailedGate(), 'skip');
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'stopped');
    const { stop } = stages.stage.lastRun?.run ?? {};
    assert.deepEqual(stop, { code: 'stopped_after_batch', detail: 'A gate was met.' });
    assert.equal(world.step('02').lastRun, undefined);
  });

  it('go as many batches as a person says, and tell the end of the stage', async () => {
    answerText('2');
    await run('runBatches', stages.row);
    await stages.answer(await stages.toTheFailedGate('01'), 'skip');
    const failed = await stages.toTheFailedGate('02');
    const said = nextMessage();
    await stages.answer(failed, 'skip');
    assert.match(await said, /^Plan .*: Stage complete\. .* Left out: 01 First, 02 Second\.$/);
    assert.equal(stages.stop, 'stage_complete');
    assert.equal(stages.stage.lastRun?.run.batches.length, 2);
  });

  it('go on with a stage that was stopped, and with the step that was at work', async () => {
    await run('runStage', stages.row);
    await world.nextInvocation();
    const first = stages.stage.lastRun?.run.id;
    const child = world.step('01').lastRun?.id;
    await run('stopStage', stages.row);
    assert.equal(stages.stage.next, 'resumeStage');
    await run('resumeStage', stages.row);
    await world.nextInvocation();
    assert.deepEqual([stages.stage.lastRun?.run.id, world.step('01').lastRun?.id], [first, child]);
    assert.deepEqual([stages.stage.lastRun?.state, world.step('01').status], ['running', 'running']);
    await run('stopStage', stages.row);
  });

  it('leave a step out for a reason, which stops it', async () => {
    await run('runStage', stages.row);
    const { pid } = await world.nextInvocation();
    answerText('done by hand');
    await run('skipStep', world.node('01'));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    await world.nextInvocation();
    assert.equal(world.step('02').status, 'running');
    await run('stopStage', stages.row);
    const runs = await world.internals.store.runStoreFor(world.folder);
    const events = runs.events(stages.stage.lastRun?.run.id ?? '');
    const skipped = events.find(({ type }) => type === 'step_skipped');
    assert.ok(skipped?.type === 'step_skipped');
    assert.deepEqual([skipped.step, skipped.reason], [world.step('01').step.key, 'done by hand']);
  });

  it('say where nothing closes gaps', async () => {
    const said = nextMessage();
    await run('runGapsOnly', stages.row);
    assert.match(await said, /^Plan .* has no steps left that close gaps\.$/);
    assert.equal(stages.stage.lastRun, undefined);
  });

  it('show how far the stage is, and stop all of it when that is cancelled', async () => {
    const shown = nextProgress();
    await run('runStage', stages.row);
    const { pid } = await world.nextInvocation();
    const progress = await shown;
    assert.match(progress.title, /^Plan /);
    await stages.stageWhere(({ lastRun }) => lastRun?.batch?.batch === '01');
    assert.equal(progress.said.at(-1), 'running step 01. Cancel stops all of it.');
    progress.cancel();
    await progress.over;
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'stopped');
    assert.deepEqual([stages.stop, world.step('01').lastRun?.stop?.code], ['user_stopped', 'user_stopped']);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('take the progress away when the stage comes to rest', async () => {
    const shown = nextProgress();
    await run('runNextBatch', stages.row);
    const failed = await stages.toTheFailedGate();
    const progress = await shown;
    assert.ok(progress.said.some((words) => words.includes('waiting for you')));
    await stages.answer(failed, 'skip');
    await progress.over;
    assert.equal(stages.stop, 'stopped_after_batch');
  });

  it('take up a stage whose window went away, once its gate was answered', async () => {
    const { plan } = world.step('01');
    const other = stages.window('other');
    await other.startStage(plan, stages.stage, { stopAfter: 'stage' });
    const review = await stages.toTheReview('01');
    await other.dispose();
    const shown = nextProgress();
    await stages.answer(review, 'approve');
    const failed = await stages.failedGate();
    assert.match((await shown).title, /^Plan /);
    await stages.answer(failed, 'skip');
    await world.nextInvocation();
    await run('stopStage', stages.row);
    assert.equal(stages.stop, 'user_stopped');
  });

  it('let the next window go on with a stage whose agent lived through the reload', async () => {
    const { plan } = world.step('01');
    const first = stages.window('first');
    await first.startStage(plan, stages.stage, { stopAfter: 'stage' });
    const agent = await world.nextInvocation();
    await first.dispose();
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'interrupted');
    const next = stages.window('next');
    await next.pickUp();
    await stages.stageWhere(({ lastRun }) => lastRun?.state === 'running');
    await agent.release();
    await world.stepWhere('01', ({ gates }) => gates.length === 1);
    const [begun] = stages.stage.lastRun?.run.batches ?? [];
    assert.deepEqual([begun?.number, world.step('01').lastRun?.attempts.length], [1, 1]);
    await next.dispose();
    await run('stopStage', stages.row);
    assert.equal(stages.stop, 'user_stopped');
  });
});
