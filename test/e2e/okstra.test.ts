import assert from 'node:assert/strict';
import path from 'node:path';
import { root } from '../../scripts/paths';
import { answer, clickMenu, gatePrompt, openStageMap, photograph, statusBar } from './person';
import { withProduct, type Product } from './product';
import { changedFiles, journals, read, story } from './records';

const workspace = path.join(root, 'test/fixtures/e2e/okstra');
const agent = {
  argv: [process.execPath, path.join(root, 'test/fixtures/e2e/okstra-agent.mjs'), '{answers}'],
};
const RUNS = '.okstra/lengths/runs';

describe('a plan of okstra, run by clicking', () => {
  it('goes through its two runs to four stages that are done', async () => {
    const settings = { 'stageRunner.agents': { sample: agent }, 'stageRunner.gates.autoOpen': 'always' };
    await withProduct({ name: 'okstra', workspace, theme: 'light', settings }, async (product) => {
      await openStageMap(product);
      await clickMenu(product, /^\.okstra\/lengths/, 'Run Stage');
      await justify(product);
      await statusBar(product, /^4 of 4 steps done$/).waitFor();
      // The last run is checked, reviewed and reported after its last stage.
      await product.row(/^Run 1.*stage complete/).waitFor();
      await photograph(product, 'okstra-2-done');
      await checkFiles(product.workspace);
      await checkJournals(product.workspace);
    });
  });
});

/** Stage 4 changed a file that the plan does not name, and did not say why. */
async function justify(product: Product): Promise<void> {
  const title = '4 Find the longest · Files outside the plan';
  await gatePrompt(product, title).waitFor();
  await photograph(product, 'okstra-1-out-of-plan');
  await answer(product, 'Answer in your own words…').click();
  const prompt = gatePrompt(product, title);
  await product.page.locator('.quick-input-widget').getByRole('button', { name: /^Back/ }).waitFor();
  await prompt.fill('The team keeps its notes there.');
  await prompt.press('Enter');
}

async function checkFiles(folder: string): Promise<void> {
  const names = ['longest', 'read', 'total', 'write'];
  assert.deepEqual(await changedFiles(folder), [
    ' M src/index.js',
    `?? ${RUNS}/implementation-planning/consumers.jsonl`,
    ...[1, 2, 3, 4].map((stage) => `?? ${RUNS}/implementation/carry/stage-${stage}.json`),
    ...[1, 2].map((run) => `?? ${RUNS}/implementation/pull-requests/pull-request-implementation-00${run}.md`),
    ...[1, 2].map((run) => `?? ${RUNS}/implementation/reports/final-report-implementation-00${run}.md`),
    '?? NOTES.txt',
    ...names.map((name) => `?? src/${name}.js`),
    ...names.map((name) => `?? test/${name}.test.js`),
  ]);
  const rows = (await read(folder, `${RUNS}/implementation-planning/consumers.jsonl`)).trim().split('\n');
  assert.deepEqual(
    rows
      .map((row) => JSON.parse(row) as { status: string; stage: number })
      .map(({ status, stage }) => `${status} ${stage}`),
    ['started 1', 'started 2', 'done 1', 'done 2', 'started 3', 'started 4', 'done 3', 'done 4'],
  );
  const report = await read(folder, `${RUNS}/implementation/reports/final-report-implementation-002.md`);
  assert.match(report, /^- `src\/index\.js`: whoever uses the package finds the function only there$/m);
  assert.match(report, /^- `NOTES\.txt`: The team keeps its notes there\.$/m);
  assert.match(report, /^\$ npm (run )?test$/m);
}

async function checkJournals(folder: string): Promise<void> {
  const runs = await journals(folder);
  const stories = runs.map((events) => story(events));
  assert.equal(stories.length, 5);
  assert.match(stories[2] ?? '', /validate\n {2}test failed\nfix_loop_gate\nimplement\n/);
  assert.match(stories[0] ?? '', /ended: STAGE_COMPLETE$/);
}
