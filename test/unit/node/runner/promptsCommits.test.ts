import assert from 'node:assert/strict';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { PromptsBed, REPORTS } from './promptsBed';
import type { Call } from './world';

const WHOLE: StagePolicy = { parallel: 1, stopAfter: 'stage' };

describe('a commit of a prompt that a person wants before its checkpoint', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  beforeEach(async () => {
    bed = new PromptsBed('01 02 03');
    // Agents wait, so that a person can say something while they work.
    bed.world.agents.auto = undefined;
    await bed.open();
  });
  afterEach(() => bed.close());

  /** The agent that is begun next, which has to be that of this prompt. */
  async function begun(number: string): Promise<Call> {
    const call = await bed.world.agents.next();
    assert.equal(call.task.step.number, number);
    return call;
  }

  async function carryOut(number: string): Promise<void> {
    const call = await begun(number);
    call.end(bed.carryOut(call.task));
  }

  async function ask(run: string, number: string): Promise<void> {
    const told = await bed.window.runner.tell(run, {
      ...{ type: 'commit_asked', step: `PROMPT_${number}`, by: 'Ada' },
    });
    assert.ok('run' in told, JSON.stringify(told));
  }

  const subjects = (): string[] => bed.git('log', '--format=%s').split('\n');

  it('is asked about before the next prompt begins, which is in a batch with a marker of its own', async () => {
    const id = await bed.start({ batchSize: 3 });
    await carryOut('01');
    const second = await begun('02');
    await ask(id, '01');
    second.end(bed.carryOut(second.task));
    const gate = await bed.answer('Commit to confirm', 'commit');
    assert.match(gate.question, /`\[PROMPT_01\] Part 01`[^]*src\/01\.txt \| \+1 -0/);
    await carryOut('03');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.match(bed.run(id).stop?.detail ?? '', /^Left out: none\. Not committed yet: 2 prompts; /);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 -', '2: 03 done']);
    assert.deepEqual(bed.begun, ['01', '02', '03']);
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
    assert.equal(bed.git('show', '--format=', '--name-only', 'HEAD'), 'src/01.txt');
    assert.equal(bed.git('rev-parse', 'cp-01'), bed.git('rev-parse', 'HEAD~1'));
    assert.equal(bed.git('rev-parse', 'cp-02'), bed.git('rev-parse', 'HEAD'));
    assert.equal(bed.logged('01', 'commits'), bed.git('rev-parse', 'HEAD'));
    const [, first = '', rest = ''] = bed.read(`${REPORTS}-checkpoints.md`).split(/^## Batch /m);
    assert.match(first, /^1: completed\n/);
    assert.match(first, /- `PROMPT_01` Part 01: succeeded, 1 file, 1 line, committed as `[0-9a-f]{40}`\n/);
    assert.match(first, /- `PROMPT_03` Part 03: was not run\. Its batch ended before it\./);
    assert.deepEqual(first.match(/^#### .*$/gm), ['#### `[PROMPT_02] Part 02`']);
    assert.deepEqual(rest.match(/^#### .*$/gm), ['#### `[PROMPT_03] Part 03`']);
  });

  it('makes no finished batch of one that ended for its sake', async () => {
    const id = await bed.start({ batchSize: 2, stopAfter: { batches: 1 } });
    const first = await begun('01');
    await ask(id, '01');
    first.end(bed.carryOut(first.task));
    await bed.answer('Commit to confirm', 'commit');
    await carryOut('02');
    await carryOut('03');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 -', '2: 02 done, 03 done']);
  });

  it('stands where what came after it is taken back', async () => {
    const id = await bed.start({ batchSize: 3 });
    await carryOut('01');
    const second = await begun('02');
    await ask(id, '01');
    second.end(bed.carryOut(second.task));
    await bed.answer('Commit to confirm', 'commit');
    bed.works['03'] = [{ 'src/03.txt': 'broken\n', 'src/01.txt': 'gone\n' }, { 'src/03.txt': 'part 03\n' }];
    await carryOut('03');
    await bed.answer('Batch failed', 'go back');
    const third = await begun('03');
    assert.deepEqual([bed.read('src/01.txt'), bed.read('src/02.txt')], ['part 01\n', 'part 02\n']);
    third.end(bed.carryOut(third.task));
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '03', '03']);
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
  });

  it('is left to the checkpoint by a person who asked, until they ask again', async () => {
    const id = await bed.start();
    await carryOut('01');
    const second = await begun('02');
    await ask(id, '01');
    await ask(id, '01');
    second.end(bed.carryOut(second.task));
    await bed.answer('Commit to confirm', 'leave it');
    const third = await begun('03');
    await ask(id, '01');
    third.end(bed.carryOut(third.task));
    await bed.answer('Commit to confirm', 'commit');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
  });

  it('has the checkpoint come, where that asks about all that is done, in order', async () => {
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start({ batchSize: 3 });
    await carryOut('01');
    const second = await begun('02');
    await ask(id, '02');
    second.end(bed.carryOut(second.task));
    const asked: string[] = [];
    for (const choice of ['leave it', 'commit']) {
      const gate = await bed.answer('Commit to confirm', choice);
      asked.push(/\[PROMPT_\d+\]/.exec(gate.question)?.[0] ?? '');
    }
    await carryOut('03');
    await bed.answer('Commit to confirm', 'leave it');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(asked, ['[PROMPT_01]', '[PROMPT_02]']);
    assert.deepEqual(subjects(), ['[PROMPT_02] Part 02', 'Start']);
  });

  it('comes first where the run of a stage that rests goes on', async () => {
    const id = await bed.start({ stopAfter: { batches: 1 } });
    await carryOut('01');
    await carryOut('02');
    assert.equal(await bed.rest(id), 'stopped stopped_after_batch: One batch was asked for.');
    await ask(id, '02');
    assert.equal(bed.run(id).phase, 'stopped');
    await bed.window.runner.resume(id, 'Ada', WHOLE);
    await bed.answer('Commit to confirm', 'commit');
    await carryOut('03');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(subjects(), ['[PROMPT_02] Part 02', 'Start']);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done', '2: 03 done']);
  });

  it('waits for the answer where a prompt after it failed, and is forgotten where its own work is taken back', async () => {
    bed.works['02'] = [
      { 'src/02.txt': 'broken\n' },
      { 'src/02.txt': 'broken\n' },
      { 'src/02.txt': 'part 02\n' },
    ];
    const id = await bed.start();
    await carryOut('01');
    await carryOut('02');
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, 'Batch failed');
    await ask(id, '01');
    await bed.window.answer(gate, 'go back');
    await carryOut('01');
    await carryOut('02');
    const again = await bed.window.gates.take();
    await ask(id, '01');
    await bed.window.answer(again, 'again');
    await bed.answer('Commit to confirm', 'commit');
    await carryOut('02');
    await carryOut('03');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '01', '02', '02', '03']);
    assert.deepEqual(bed.batches(id), [
      '1: 01 failed, 02 failed',
      '2: 01 done, 02 failed',
      '3: 02 done, 03 done',
    ]);
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
  });

  it('waits until its prompt is done, and means nothing where there is none of that name', async () => {
    const id = await bed.start({ batchSize: 3 });
    const first = await begun('01');
    for (const number of ['02', '99']) await ask(id, number);
    first.end(bed.carryOut(first.task));
    await carryOut('02');
    await bed.answer('Commit to confirm', 'leave it');
    await carryOut('03');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 -', '2: 03 done']);
    assert.deepEqual(subjects(), ['Start']);
  });
});
