import assert from 'node:assert/strict';
import {
  answer,
  answerGate,
  startStep,
  clickMenu,
  escapeGate,
  expectMap,
  gatePrompt,
  openStageMap,
  photograph,
  statusBar,
  tab,
  terminalText,
  toggle,
} from './person';
import { sample, withProduct, type Product } from './product';
import { changedFiles, journals, read, story } from './records';

const review = '01 Write lengths of time · User review';
const reason = 'Say in the change log that fractions are rounded down.';

describe('the sample, run by clicking', () => {
  it('goes through its gates to three approved steps', async () => {
    await withProduct({ name: 'sample', workspace: sample, theme: 'light' }, async (product) => {
      await openStageMap(product);
      await declineBlockedStep(product);
      await waitForReview(product);
      await askForRevision(product);
      await goOnDespiteDeviation(product);
      await finish(product);
      await checkFiles(product.workspace);
      await checkJournals(product.workspace);
    });
  });
});

async function declineBlockedStep(product: Product): Promise<void> {
  await photograph(product, 'sample-1-untouched');
  await clickMenu(product, /^03/, 'Run Step');
  await gatePrompt(product, '03 Print a total on the command line · Step blocked').waitFor();
  await photograph(product, 'sample-2-blocked-gate');
  await answerGate(product, '03 Print a total on the command line · Step blocked', 'no');
  await expectMap(
    product,
    'Totals of working time — 0/3',
    '  ▸ 01 Write lengths of time — ready',
    '  ▸ 02 Add lengths of time up — blocked by 01',
    '  ▸ 03 Print a total on the command line — stopped · Step blocked',
  );
  // The mark that the format's own tool makes before it asks, and leaves.
  assert.deepEqual(await changedFiles(product.workspace), [' M plans/steps/03-total-command.md']);
  assert.match(await read(product.workspace, 'plans/steps/03-total-command.md'), /^status: in-progress$/m);
  await photograph(product, 'sample-3-declined');
}

async function waitForReview(product: Product): Promise<void> {
  await startStep(product, '01');
  await gatePrompt(product, review).waitFor();
  await photograph(product, 'sample-4-review-gate');
  await escapeGate(product, review);
  await expectWaiting(product);
  await product.until('The terminal does not read in order', async () =>
    /Sample agent, write_handoff[^]*The handoff is written\.[^]*\[Stage Runner\][^]*Press any key/.test(
      await terminalText(product),
    ),
  );
  await product.reload();
  await openStageMap(product);
  await escapeGate(product, review);
  await expectWaiting(product);
}

async function expectWaiting(product: Product): Promise<void> {
  await product.row('01 Write lengths of time, waiting for you, User review, step 1 of 3').waitFor();
  await product.page.getByRole('tab', { name: /^Stage Runner - .*1 gate waits/ }).waitFor();
  await statusBar(product, /^1 gate\. 01 Write lengths of time waits for you: User review$/).waitFor();
}

async function askForRevision(product: Product): Promise<void> {
  await toggle(product, /^01/);
  await product.row(/^User review, waiting for you/).click();
  await gatePrompt(product, review).waitFor();
  await answer(product, 'revise').click();
  await gatePrompt(product, '01 Write lengths of time · What to change').waitFor();
  await answer(product, 'Answer in your own words…').click();
  // Only the box for a text has a way back: the list before it shows the same question under the same title.
  await product.page.locator('.quick-input-widget').getByRole('button', { name: /^Back/ }).waitFor();
  await gatePrompt(product, '01 Write lengths of time · What to change').fill(reason);
  await photograph(product, 'sample-5-reason');
  await gatePrompt(product, '01 Write lengths of time · What to change').press('Enter');
  await answerGate(product, review, 'approve');
  await statusBar(product, /^1 of 3 steps done/).waitFor();
  await toggle(product, /^01/);
}

async function goOnDespiteDeviation(product: Product): Promise<void> {
  await startStep(product, '02');
  await gatePrompt(product, '02 Add lengths of time up · Deviation').waitFor();
  await photograph(product, 'sample-6-deviation-gate');
  await answerGate(product, '02 Add lengths of time up · Deviation', 'proceed');
  await answerGate(product, '02 Add lengths of time up · User review', 'approve');
  await statusBar(product, /^2 of 3 steps done/).waitFor();
}

async function finish(product: Product): Promise<void> {
  await startStep(product, '03');
  await answerGate(product, '03 Print a total on the command line · User review', 'approve');
  const count = statusBar(product, /^3 of 3 steps done$/);
  await count.waitFor();
  assert.match(await count.innerText(), /3\/3$/);
  await tab(product, 'Stage Runner').waitFor();
  await toggle(product, /^02/);
  await expectMap(
    product,
    'Totals of working time — 3/3',
    '  ▸ 01 Write lengths of time — done · approved',
    '  02 Add lengths of time up — done · approved',
    '    Plan file — 02-add-durations.md',
    '    Handoff — complete · 02-add-durations.md',
    '    Run 1 — step complete · sample · age',
    '    Checkpoint — before step 02 · age',
    '    Checkpoint — after step 02 · age',
    '  ▸ 03 Print a total on the command line — done · approved',
  );
  await photograph(product, 'sample-7-done');
}

async function checkFiles(workspace: string): Promise<void> {
  assert.deepEqual(await changedFiles(workspace), [
    ' M plans/NOTES.md',
    ' M plans/steps/01-write-durations.md',
    ' M plans/steps/02-add-durations.md',
    ' M plans/steps/03-total-command.md',
    ' M src/index.js',
    '?? CHANGES.md',
    '?? plans/handoffs/01-write-durations.md',
    '?? plans/handoffs/02-add-durations.md',
    '?? plans/handoffs/03-total-command.md',
    '?? src/cli.js',
    '?? src/format.js',
    '?? src/sum.js',
    '?? test/cli.test.js',
    '?? test/format.test.js',
    '?? test/sum.test.js',
  ]);
  for (const step of ['01-write-durations', '02-add-durations', '03-total-command']) {
    assert.match(await read(workspace, `plans/steps/${step}.md`), /^status: complete$/m);
    checkHandoff(await read(workspace, `plans/handoffs/${step}.md`));
  }
  assert.equal(await read(workspace, 'CHANGES.md'), `# Changes\n\n- Step 01, after review: ${reason}\n`);
  const notes = await read(workspace, 'plans/NOTES.md');
  assert.match(
    notes,
    /^# Notes\n\n- The project has no dependencies.*\n- `parseDuration` returns milliseconds/,
  );
  const [, edgeCases] = (await read(workspace, 'plans/steps/03-total-command.md')).split('## Edge cases\n');
  assert.match(
    edgeCases ?? '',
    /^- No arguments at all\.\n- A total of zero prints `0s` \(found in step 02\)\.\n\n##/,
  );
}

function checkHandoff(text: string): void {
  assert.match(text, /^---\nstep: \d\ntitle: .+\nresult: complete\n---\n/);
  assert.deepEqual(text.match(/^## .+$/gm), [
    '## Summary',
    '## Completed',
    '## Not completed',
    '## Deviations',
    '## Downstream plan updates',
    '## Edge cases discovered',
    '## Evidence',
    '## Notes for next step',
  ]);
  const evidence = text.split('## Evidence')[1] ?? '';
  for (const command of ['npm run format', 'npm run lint', 'npm run build', 'npm test'])
    assert.match(evidence, new RegExp(`\\$ ${command}\n[^$]*\nexit code 0, `));
}

const work = ['implement', 'route_coder_result', 'verify_format_lint', '  format passed', '  lint passed'];
const built = [...work, 'verify_build', '  build passed', 'verify_tests'];
const passed = [...built, '  test passed', 'edge_case_sweep', 'route_sweep'];
const handedOn = ['write_handoff', 'check_handoff', 'gate_user_review'];
const approved = ['  answered: approve', '  approved', 'ended: STEP_COMPLETE'];
const begun = ['resolve_step', 'orient', 'route_staleness'];

async function checkJournals(workspace: string): Promise<void> {
  const stories = (await journals(workspace)).map(story);
  const expected = [
    ['resolve_step', 'gate_blocked', '  answered: no', 'ended: STEP_BLOCKED'],
    [
      ...[...begun, ...passed, ...handedOn, '  answered: revise', 'get_revision', `  answered: ${reason}`],
      ...[...passed, ...handedOn, ...approved],
    ],
    [
      ...[...begun, 'gate_deviation', '  answered: proceed', ...built, '  test failed', 'fix_loop_gate'],
      ...[...passed, ...handedOn, ...approved],
    ],
    [...begun, ...passed, 'independent_review', 'route_review', ...handedOn, ...approved],
  ];
  assert.deepEqual(
    stories,
    expected.map((lines) => lines.join('\n')),
  );
}
