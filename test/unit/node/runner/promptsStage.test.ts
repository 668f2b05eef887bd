import assert from 'node:assert/strict';
import { PromptsBed, REPORTS } from './promptsBed';

describe('a stage of prompts', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  afterEach(() => bed.close());

  async function open(
    numbers = '01 02 03 04 05',
    options?: ConstructorParameters<typeof PromptsBed>[1],
  ): Promise<void> {
    bed = new PromptsBed(numbers, options);
    await bed.open();
  }

  it('runs in batches, each with its marker, and proposes a commit for each prompt', async () => {
    await open();
    const head = bed.git('rev-parse', 'HEAD');
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '03', '04', '05']);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done', '2: 03 done, 04 done', '3: 05 done']);
    assert.deepEqual(bed.git('tag').split('\n'), ['cp-01', 'cp-02', 'cp-03']);
    assert.equal(bed.git('rev-parse', 'HEAD'), head);
    assert.equal(bed.git('diff', '--cached', '--stat'), '');
    assert.deepEqual(
      ['01', '03', '05'].map((number) => [bed.logged(number), bed.logged(number, 'checkpoint')]),
      [
        ['success', 'cp-01'],
        ['success', 'cp-02'],
        ['success', 'cp-03'],
      ],
    );
    const report = bed.read(`${REPORTS}-checkpoints.md`);
    for (const part of [
      '## Batch 2: completed',
      '- `node check.mjs` (test) -> exit 0',
      '#### `[PROMPT_03] Part 03`',
      'git --literal-pathspecs add --all -- src/03.txt',
      "git commit --message '[PROMPT_03] Part 03'",
    ])
      assert.ok(report.includes(part), `${part}\n${report}`);
    assert.match(bed.read(`${REPORTS}-run-summary.md`), /- Completed: 5 prompts\n- Deferred: 0 prompts/);
  });
});
