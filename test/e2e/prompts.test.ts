import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/paths';
import { answerGate, clickMenu, gatePrompt, openStageMap, photograph } from './person';
import { withProduct, type Product } from './product';
import { changedFiles, journals, read, story } from './records';

const workspace = path.join(root, 'test/fixtures/e2e/prompts');
const agent = {
  argv: [process.execPath, path.join(root, 'test/fixtures/e2e/prompts-agent.mjs'), '{answers}'],
};
const REPORTS = 'skills-foundry/reports/stage2';

describe('a folder of prompts, run by clicking', () => {
  it('goes through three batches, a stop over a changed script, a rollback, and a command that a prompt asks for', async () => {
    const settings = {
      'stageRunner.agents': { sample: agent },
      'stageRunner.gates.autoOpen': 'always',
      'stageRunner.checkpoints.tagPrefix': 'stage2-checkpoint',
    };
    await withProduct({ name: 'prompts', workspace, theme: 'light', settings }, async (product) => {
      await openStageMap(product);
      await showDryRun(product);
      await clickMenu(product, /^Stage 2/, 'Run Stage');
      await takeAll(product);
      await gatePrompt(product, '09 Count words · Sensitive changes').waitFor();
      await photograph(product, 'prompts-2-sensitive');
      await answerGate(product, '09 Count words · Sensitive changes', 'go on');
      await gatePrompt(product, '· Batch failed').waitFor();
      await photograph(product, 'prompts-3-failed');
      await readQuestion(product, '· Batch failed');
      await answerGate(product, '· Batch failed', 'go back');
      await requested(product);
      await product.row(/^Run 1.*stage complete/).waitFor();
      await photograph(product, 'prompts-5-done');
      await checkFiles(product.workspace);
      await checkJournals(product.workspace);
    });
  });
});

async function showDryRun(product: Product): Promise<void> {
  await product.command('Stage Runner: Dry Run of Prompts');
  await takeAll(product);
  await product.page.getByRole('tab', { name: /Dry run of \.prompts/ }).waitFor();
  await photograph(product, 'prompts-1-dry-run');
  assert.deepEqual(await changedFiles(product.workspace), []);
}

/** An empty selection means all. */
async function takeAll(product: Product): Promise<void> {
  const box = product.page.getByRole('textbox', { name: /Run which prompts of/ });
  await box.waitFor();
  await box.press('Enter');
}

/** What a prompt asks to be verified is run only once a person agrees to it, having seen it. */
async function requested(product: Product): Promise<void> {
  const title = '· Requested commands';
  await gatePrompt(product, title).waitFor();
  await photograph(product, 'prompts-4-requested');
  const question = product.page
    .locator('.quick-input-list')
    .getByRole('option', { name: /Read the question and evidence/ });
  assert.match(
    (await question.getAttribute('aria-label')) ?? '',
    /: node --check src\/summary\.js \(PROMPT_13\)$/,
  );
  await readQuestion(product, title);
  // In the place of the question that was read before, not beside it.
  assert.equal(await product.page.locator('.editor-group-container').count(), 2);
  await answerGate(product, title, 'run them');
}

/** By the first row of the prompt, which answers nothing: the prompt comes back. */
async function readQuestion(product: Product, title: string): Promise<void> {
  await gatePrompt(product, title).press('Enter');
  const name = title.replace('· ', '');
  await product.page.getByRole('tab', { name: new RegExp(`^Preview ${name} · Stage 2`) }).waitFor();
  await gatePrompt(product, title).waitFor();
}

async function checkFiles(folder: string): Promise<void> {
  const names = ['count', 'longest', 'palindrome', 'reversed', 'summary'];
  assert.deepEqual(await changedFiles(folder), [
    ' M package.json',
    ...['09', '10', '11', '12', '13'].map((number) => `?? .prompts/run-logs/stage2/PROMPT_${number}.md`),
    `?? ${REPORTS}-checkpoints.md`,
    `?? ${REPORTS}-run-summary.md`,
    ...names.map((name) => `?? src/${name}.js`),
    ...names.map((name) => `?? test/${name}.test.js`),
  ]);
  const { stdout } = await promisify(execFile)('git', ['tag'], { cwd: folder });
  const markers = [1, 2, 3, 4].map((number) => `stage2-checkpoint-0${number}`);
  assert.deepEqual(stdout.trim().split('\n'), markers);
  const report = await read(folder, `${REPORTS}-checkpoints.md`);
  assert.deepEqual(report.match(/^## Batch .*$/gm), [
    '## Batch 1: completed',
    '## Batch 2: rolled back',
    '## Batch 3: completed',
    '## Batch 4: completed',
  ]);
  assert.match(report, /^#### `\[PROMPT_12\] Palindromes`$/m);
  assert.match(report, /^- `PROMPT_13`: `node --check src\/summary\.js` -> exit 0$/m);
  assert.match(report, /^- `PROMPT_13`, to be checked by a person: Somebody who has not seen the code/m);
  const log = await read(folder, '.prompts/run-logs/stage2/PROMPT_12.md');
  assert.match(log, /^- status: `success`\n- batch: `3`\n- checkpoint: `stage2-checkpoint-03`$/m);
  assert.match(
    await read(folder, `${REPORTS}-run-summary.md`),
    /- Completed: 5 prompts\n- Deferred: 0 prompts/,
  );
}

async function checkJournals(folder: string): Promise<void> {
  const stories = (await journals(folder)).map((events) => story(events));
  // The stage, and each prompt once, but those of the batch that was taken back twice.
  assert.equal(stories.length, 8);
  assert.match(stories[0] ?? '', /gate_failed\n {2}answered: go back\ngo_back\nchoose_prompts\n/);
  assert.match(
    stories[0] ?? '',
    /gate_requested_commands\n {2}answered: run them\nverify_requested\n {2}test passed\n/,
  );
  assert.match(stories[0] ?? '', /ended: STAGE_COMPLETE$/);
  assert.match(
    stories[1] ?? '',
    /keep_diff\ngate_sensitive_changes\n {2}answered: go on\nkeep_diff\nverify_prompt\n/,
  );
}
