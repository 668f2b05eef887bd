import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PromptsBed } from './promptsBed';

describe('the gates of a stage of prompts', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  afterEach(() => bed.close());

  async function open(numbers: string): Promise<void> {
    bed = new PromptsBed(numbers);
    await bed.open();
  }

  it('wait where a prompt changed the script of a check, before anything runs it', async () => {
    await open('01 02');
    bed.works['01'] = [{ 'check.mjs': 'process.exit(0);\n', 'src/01.txt': 'broken\n' }];
    const id = await bed.start();
    const gate = await bed.answer('Sensitive changes', 'stop');
    assert.match(
      gate.question,
      /- `check\.mjs` was changed: it is named by a command that checks the work \(`node check\.mjs`\)/,
    );
    await bed.answer('Batch failed', 'stop');
    await bed.rest(id);
    assert.deepEqual(bed.begun, ['01']);
    const [first] = bed.window.store.runs().filter(({ header }) => header.parent?.run === id);
    assert.ok(!bed.window.store.events(first?.id ?? '').some(({ type }) => type === 'check_started'));
  });

  const long = 'x\n'.repeat(500);

  it('ask again about a large batch that grew since a person had it go on', async () => {
    await open('01 02 03 04');
    bed.works['01'] = [{ 'src/01.txt': long + long }];
    bed.works['02'] = [{}];
    const id = await bed.start({ batchSize: 4 });
    const first = await bed.answer('Batch too large', 'go on');
    assert.doesNotMatch(first.question, /grown/);
    // The second changed nothing, the third did.
    const again = await bed.answer('Batch too large', 'go on');
    assert.match(again.question, /2 files, 1001 lines\. It has grown since a person had it go on\./);
    assert.deepEqual(bed.begun, ['01', '02', '03']);
    await bed.answer('Batch too large', 'go on');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 done, 04 done']);
  });

  it('rest after a large prompt was taken back, which runs again as its file is then', async () => {
    await open('01 02');
    bed.works['01'] = [{ 'src/01.txt': long + long }, { 'src/01.txt': 'part 01\n' }];
    const id = await bed.start({ batchSize: 1 });
    const gate = await bed.answer('Batch too large', 'go back and stop');
    assert.match(
      gate.question,
      /Its one prompt cannot be split: review it, or go back to `cp-01` and stop, make the/,
    );
    assert.match(await bed.rest(id), /^stopped stage_halted/);
    assert.equal(bed.has('src/01.txt'), false);
    await bed.window.runner.resume(id, 'Ada');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '01', '02']);
  });

  it('leave a batch that failed taken back, and run it again once a person has it go on', async () => {
    await open('01 02 03');
    bed.works['02'] = [{ 'src/02.txt': 'broken\n' }, { 'src/02.txt': 'part 02\n' }];
    const id = await bed.start();
    await bed.answer('Batch failed', 'go back and stop');
    assert.equal(await bed.rest(id), 'stopped stage_halted: Ada chose “go back and stop” at “Batch failed”.');
    assert.deepEqual([bed.has('src/01.txt'), bed.has('src/02.txt')], [false, false]);
    assert.deepEqual(
      [bed.logged('01'), bed.logged('02'), bed.begun],
      ['rolled_back', 'rolled_back', ['01', '02']],
    );
    await bed.window.runner.resume(id, 'Ada');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '01', '02', '03']);
  });

  it('ask about a prompt that has gone before its batch', async () => {
    await open('01 02 03');
    const id = await bed.start({ batchSize: 1, stopAfter: { batches: 1 } });
    await bed.rest(id);
    rmSync(join(bed.world.folder, '.prompts/PROMPT_02.txt'));
    bed.write({ '.prompts/PROMPT_STAGE2_MANIFEST.md': '1. `PROMPT_01.txt` - 1\n2. `PROMPT_03.txt` - 3\n' });
    await bed.window.runner.resume(id, 'Ada', { parallel: 1, stopAfter: 'stage' });
    const gate = await bed.answer('Prompts gone', 'go on without them');
    assert.match(gate.question, /^- PROMPT_02$/m);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(
      bed.run(id).stop?.detail,
      'Left out: PROMPT_02. Not committed yet: 2 prompts; the checkpoint report proposes the commits.',
    );
    assert.deepEqual(bed.begun, ['01', '03']);
  });

  it('do not ask about a system prompt that has gone, which no run without a selection is about', async () => {
    await open('01 02 02_s');
    const id = await bed.start({ batchSize: 1, stopAfter: { batches: 1 } });
    await bed.rest(id);
    rmSync(join(bed.world.folder, '.prompts/PROMPT_02_s.txt'));
    bed.write({ '.prompts/PROMPT_STAGE2_MANIFEST.md': '1. `PROMPT_01.txt` - 1\n2. `PROMPT_02.txt` - 2\n' });
    await bed.window.runner.resume(id, 'Ada', { parallel: 1, stopAfter: 'stage' });
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02']);
  });

  it('leave a batch that was not verified taken back', async () => {
    await open('01');
    bed.world.checks = { test: 'node check.mjs', lint: 'node lint.mjs' };
    // The first time is that of the prompt.
    bed.write({
      '.stage-runner/lints': '',
      'lint.mjs':
        "import { appendFileSync, readFileSync } from 'node:fs';\nappendFileSync('.stage-runner/lints', 'x');\n" +
        "process.exit(readFileSync('.stage-runner/lints', 'utf8') === 'xx' ? 1 : 0);\n",
    });
    const id = await bed.start();
    await bed.answer('Batch not verified', 'go back and stop');
    assert.match(await bed.rest(id), /^stopped stage_halted/);
    assert.equal(bed.has('src/01.txt'), false);
  });

  const subjects = (): string[] => bed.git('log', '--format=%s').split('\n');

  it('commit what is done of a batch that failed, and then rest before the rest of it runs again', async () => {
    await open('01 02 03 04');
    bed.works['03'] = [{ 'src/03.txt': 'broken\n' }, { 'src/03.txt': 'part 03\n' }];
    const id = await bed.start({ batchSize: 3 });
    await bed.answer('Batch failed', 'commit what is done');
    const first = await bed.answer('Commit to confirm', 'commit');
    assert.match(first.question, /\[PROMPT_01\] Part 01/);
    const second = await bed.answer('Commit to confirm', 'leave it');
    assert.match(second.question, /\[PROMPT_02\] Part 02/);
    assert.equal(
      await bed.rest(id),
      'stopped stage_halted: No commit of what is done is left to be decided on. Going on runs what is not done.',
    );
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
    assert.equal(bed.git('show', '--format=', '--name-only', 'HEAD'), 'src/01.txt');
    assert.deepEqual([bed.read('src/02.txt'), bed.read('src/03.txt')], ['part 02\n', 'broken\n']);
    assert.deepEqual(bed.begun, ['01', '02', '03']);
    await bed.window.runner.resume(id, 'Ada');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '03', '03', '04']);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 failed', '2: 03 done, 04 done']);
    // What is taken back from now on is never what was committed.
    assert.equal(bed.git('rev-parse', 'cp-02'), bed.git('rev-parse', 'HEAD'));
    assert.deepEqual(subjects(), ['[PROMPT_01] Part 01', 'Start']);
  });

  it('ask about no commit of a batch of which nothing is done', async () => {
    await open('01 02');
    bed.works['01'] = [{ 'src/01.txt': 'broken\n' }, { 'src/01.txt': 'part 01\n' }];
    const id = await bed.start();
    await bed.answer('Batch failed', 'commit what is done');
    assert.match(await bed.rest(id), /^stopped stage_halted: No commit of what is done is left/);
    assert.deepEqual(subjects(), ['Start']);
    await bed.window.runner.resume(id, 'Ada');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '01', '02']);
  });
});

describe('a batch of prompts', function () {
  this.timeout(60_000);

  it('notes which files several of its prompts name, as that of another format', async () => {
    const bed = new PromptsBed('01 02');
    for (const number of ['01', '02'])
      bed.write({
        [`.prompts/PROMPT_${number}.txt`]: `Title: Part ${number}\n\nArtifacts To Create / Modify\n- \`src/shared.txt\`\n- \`src/${number}.txt\`\n`,
      });
    bed.commitAll('Artifacts');
    await bed.open();
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(
      bed.run(id).batches.map(({ rounds, notes }) => [rounds, notes]),
      [[[['PROMPT_01'], ['PROMPT_02']], ['02 runs after 01: both may change src/shared.txt.']]],
    );
    await bed.close();
  });
});
