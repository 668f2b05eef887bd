import assert from 'node:assert/strict';
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
    await bed.answer('Failed', 'stop');
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
    const first = await bed.answer('Size', 'go on');
    assert.doesNotMatch(first.question, /grown/);
    // The second changed nothing, the third did.
    const again = await bed.answer('Size', 'go on');
    assert.match(again.question, /2 files, 1001 lines\. It has grown since a person had it go on\./);
    assert.deepEqual(bed.begun, ['01', '02', '03']);
    await bed.answer('Size', 'go on');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 done, 04 done']);
  });

  it('rest after a large prompt was taken back, which runs again as its file is then', async () => {
    await open('01 02');
    bed.works['01'] = [{ 'src/01.txt': long + long }, { 'src/01.txt': 'part 01\n' }];
    const id = await bed.start({ batchSize: 1 });
    const gate = await bed.answer('Size', 'go back and stop');
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
});
