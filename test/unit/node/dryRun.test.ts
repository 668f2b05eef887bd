import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS } from '../../../src/core/formats/prompts/run/settings';
import { stageMap } from '../../../src/core/stageMap';
import { promptsDryRun, type DryRunRequest } from '../../../src/node/dryRun';
import { PromptsBed } from './runner/promptsBed';

describe('a dry run of prompts', function () {
  this.timeout(20_000);
  let bed: PromptsBed;

  beforeEach(() => {
    bed = new PromptsBed('01 02 03');
  });
  afterEach(() => {
    bed.world.remove();
  });

  async function page(change: Partial<DryRunRequest> = {}): Promise<string> {
    const { plans } = stageMap({ plans: [await bed.plan()], runs: [], statusLog: [] });
    const [view] = plans;
    assert.ok(view);
    return promptsDryRun({
      ...{ view, settings: DEFAULT_SETTINGS, agent: 'fake', tagPrefix: 'cp', checkpoints: true },
      checkSetting: (check) => bed.world.checks[check],
      env: {},
      ...change,
    });
  }

  it('names batches, the markers that come next, and what verifies them, and touches nothing', async () => {
    bed.git('tag', 'cp-07');
    const before = [bed.git('status', '--porcelain'), bed.git('for-each-ref')];
    const text = await page();
    for (const part of [
      '# Dry run of .prompts, Stage 2\n\n3 prompts in 2 batches.',
      'Marker: `cp-08`',
      'Marker: `cp-09`',
      '- test: `node check.mjs`',
      '- `skills-foundry/reports/stage2-checkpoints.md`',
    ])
      assert.ok(text.includes(part), `${part}\n${text}`);
    assert.deepEqual([bed.git('status', '--porcelain'), bed.git('for-each-ref')], before);
  });

  it('leaves out what is done, and says where no marker can be made', async () => {
    bed.git('commit', '--quiet', '--allow-empty', '-m', '[PROMPT_01] Part 01');
    const text = await page({ checkpoints: false });
    assert.match(text, /2 prompts in 1 batch\./);
    assert.doesNotMatch(text, /PROMPT_01/);
    assert.match(text, /No marker can be made here/);
  });

  it('says so where nothing is left', async () => {
    for (const number of ['01', '02', '03'])
      bed.git('commit', '--quiet', '--allow-empty', '-m', `[PROMPT_${number}] Part`);
    assert.equal(await page(), 'No prompt is left to be run.\n');
  });
});
