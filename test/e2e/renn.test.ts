import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/paths';
import { answer, answerGate, clickMenu, expectMap, gatePrompt, openStageMap, photograph } from './person';
import { withProduct, type Product } from './product';
import { changedFiles, journals, read, story } from './records';

const workspace = path.join(root, 'test/fixtures/e2e/renn');
const agent = {
  argv: [process.execPath, path.join(root, 'test/fixtures/e2e/renn-agent.mjs'), '{answers}'],
};
const STAGE = '.renn/stages/01-conversions';
const LOOK = '01-02 Write temperatures for people · Verification required';
const CHOICE = '01-03 Convert temperatures between scales · Decision required';

describe('a stage of renn, run by clicking', () => {
  it('goes through its gates, a failing check and its audit to the end', async () => {
    const settings = {
      'stageRunner.agent': 'sample',
      'stageRunner.agents': { sample: agent },
      'stageRunner.batches.parallel': 2,
      'stageRunner.gates.autoOpen': 'always',
    };
    await withProduct({ name: 'renn', workspace, theme: 'light', settings }, async (product) => {
      const git = (...args: readonly string[]): string =>
        execFileSync('git', args, { cwd: product.workspace, encoding: 'utf8' }).trim();
      git('config', 'user.name', 'Ada');
      git('config', 'user.email', 'ada@example.org');
      await openStageMap(product);
      await clickMenu(product, /^01 Conversions/, 'Run Stage');
      await verify(product);
      await decide(product);
      await judge(product);
      await checkFiles(product.workspace);
      checkCommits(git);
      await checkJournals(product.workspace);
    });
  });
});

/** What is wrong is written, mended by a fresh agent, and looked at again. */
async function verify(product: Product): Promise<void> {
  const prompt = gatePrompt(product, LOOK);
  await prompt.waitFor();
  // The other run of the batch does not wait for the gate.
  await product.row(/^01-01 .*done/).waitFor();
  await photograph(product, 'renn-1-verification');
  await answer(product, 'Answer in your own words…').click();
  await product.page.locator('.quick-input-widget').getByRole('button', { name: /^Back/ }).waitFor();
  await prompt.fill('The degree sign is missing.');
  await prompt.press('Enter');
  await answerGate(product, LOOK, 'approved');
}

async function decide(product: Product): Promise<void> {
  await gatePrompt(product, CHOICE).waitFor();
  await photograph(product, 'renn-2-decision');
  await answerGate(product, CHOICE, 'round');
}

async function judge(product: Product): Promise<void> {
  const title = '01 Conversions · Item to judge';
  await gatePrompt(product, title).waitFor();
  await photograph(product, 'renn-3-item');
  await answerGate(product, title, 'it holds');
  await product.row(/^Run 1.*stage complete/).waitFor();
  await expectMap(
    product,
    'Temperatures — 3/3',
    '  Stopped at: Stage 01 complete — hint · age',
    '  01 Conversions — verified · 3/3',
    '    Run 1 — stage complete · sample · age',
    '    Batch 1 — 2/2 · done',
    '      ▸ 01-01 Read temperatures from text — done · recap',
    '      ▸ 01-02 Write temperatures for people — done · recap',
    '    ▸ Batch 2 — 1/1 · done',
    '    Proof — human needed · 3/3 must-haves verified · 01-proof.md',
    '    UAT — 01-uat.md',
    '  2 Charts — not started',
    '  ▸ Documents — 2',
  );
  await photograph(product, 'renn-4-done');
}

async function checkFiles(folder: string): Promise<void> {
  assert.deepEqual(await changedFiles(folder), []);
  const track = await read(folder, '.renn/track.md');
  assert.deepEqual(track.match(/^- \[x\] .*$/gm), [
    '- [x] **Stage 1: Conversions** - read, write and convert temperatures',
    '- [x] 01-01: Read temperatures',
    '- [x] 01-02: Write temperatures',
    '- [x] 01-03: Convert temperatures',
  ]);
  assert.match(track, /^\| 1\. Conversions \| 3\/3 +\| Complete +\| \d{4}-\d\d-\d\d/m);
  const pulse = await read(folder, '.renn/pulse.md');
  assert.match(pulse, /^Stage: 2 of 2 \(Charts\)\nRun: Not started\nStatus: Ready to plan\n/m);
  assert.match(pulse, /^Progress: \[█{10}\] 100%$/m);
  assert.match(await read(folder, 'src/write.js'), /' °'/);
  assert.match(
    await read(folder, `${STAGE}/01-02-recap.md`),
    /^1\. \*\*Task 1: writeTemperature\*\* - `[0-9a-f]{7,}`/m,
  );
}

function checkCommits(git: (...args: readonly string[]) => string): void {
  assert.equal(git('branch', '--show-current'), 'renn/stage-01-conversions');
  const subjects = git('log', '--format=%s', 'main..').split('\n');
  assert.deepEqual([...subjects].sort(), [
    'docs(01.01): complete run',
    'docs(01.02): complete run',
    // Whoever mends the code writes the recap again.
    'docs(01.03): complete run',
    'docs(01.03): complete run',
    'docs(stage-01): complete stage execution',
    'feat(01.01): read',
    'feat(01.02): write',
    'feat(01.03): convert',
    'fix(01.02): the degree sign',
    'fix(01.03): read the scale',
  ]);
  const last = git('show', '--name-only', '--format=%an: %s').split('\n').filter(Boolean).sort();
  assert.deepEqual(last, [
    '.renn/pulse.md',
    `${STAGE}/01-proof.md`,
    `${STAGE}/01-uat.md`,
    '.renn/track.md',
    'Ada: docs(stage-01): complete stage execution',
  ]);
}

const checked = ['route_result', 'verify_all', '  format not_run', '  lint passed', '  build not_run'];
const recapped = ['  test passed', 'check_recap', 'check_gates', 'note_progress', 'ended: STEP_COMPLETE'];
const begun = ['gather_run', 'implement'];
const oneBatch = ['choose_batch', 'run_batch', 'note_progress', 'close_batch'];

async function checkJournals(folder: string): Promise<void> {
  const runs = await journals(folder);
  const expected = [
    [
      ...['open_stage', 'set_branch', ...oneBatch, ...oneBatch, 'choose_batch', 'finish', 'gather_audit'],
      ...['audit', 'read_proof', 'ask_item', 'gate_item', '  answered: it holds', 'keep_item', 'ask_item'],
      ...['complete_stage', 'ended: STAGE_COMPLETE'],
    ],
    [...begun, ...checked, ...recapped],
    [
      ...begun,
      ...['  answered: The degree sign is missing.', '  answered: approved'],
      ...[...checked, ...recapped],
    ],
    [
      ...[...begun, '  answered: round', ...checked, '  test failed', 'fix_loop_gate', 'implement'],
      ...[...checked, ...recapped],
    ],
  ];
  assert.deepEqual(
    runs.map(story),
    expected.map((lines) => lines.join('\n')),
  );
  const [stage, first, second] = runs;
  const rounds = stage?.flatMap((event) => (event.type === 'batch_started' ? [event.rounds] : []));
  assert.deepEqual(rounds, [
    [['01-conversions/01-01-run', '01-conversions/01-02-run']],
    [['01-conversions/01-03-run']],
  ]);
  const when = (events: typeof first, type: string): string =>
    events?.find((event) => event.type === type)?.at ?? '';
  assert.ok(when(second, 'run_started') < when(first, 'run_ended'), 'the pair was not at work side by side');
}
