import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
    const stage = view?.stages.find(({ key }) => key === 'stage2');
    assert.ok(view && stage);
    return promptsDryRun({
      ...{ view, stage, settings: DEFAULT_SETTINGS, agent: 'fake', tagPrefix: 'cp', checkpoints: true },
      checkSetting: (check) => bed.world.checks[check],
      env: {},
      ...change,
    });
  }

  /** Every file of the workspace, its .git too: its times, its rights and what is in it. */
  function everything(folder = bed.world.folder): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const file = join(folder, name);
        const { mode, mtimeMs, ctimeMs } = lstatSync(file);
        const text = statSync(file).isFile() ? readFileSync(file, 'base64') : '';
        return [name, mode, mtimeMs, ctimeMs, text].join(' ');
      });
  }

  it('names batches, the markers that come next, and what verifies them', async () => {
    bed.git('tag', 'cp-07');
    const text = await page();
    for (const part of [
      '# Dry run of .prompts, Stage 2\n\n3 prompts in 2 batches.',
      `the tag \`cp-08\` at HEAD, which is \`${bed.git('rev-parse', 'HEAD').slice(0, 12)}\` on \`main\` now`,
      'the tag `cp-09` at HEAD, as it is then',
      '#### `[PROMPT_03] Part 03`',
      '- test: `node check.mjs`',
      '- `skills-foundry/reports/stage2-checkpoints.md`',
    ])
      assert.ok(text.includes(part), `${part}\n${text}`);
  });

  it('touches nothing, whatever is asked of it', async () => {
    bed.write({ 'src/new.txt': 'not added\n', 'check.mjs': 'changed\n' });
    const before = everything();
    await page();
    await page({ tagPrefix: '', steps: ['PROMPT_02'] });
    await page({ tagPrefix: '..', checkpoints: false });
    assert.deepEqual(everything(), before);
  });

  it('takes the range and the selection of the run', async () => {
    const text = await page({ steps: ['PROMPT_03', 'PROMPT_01', 'PROMPT_77'] });
    assert.match(text, /2 prompts in 1 batch\./);
    assert.deepEqual(text.match(/^\d\. `PROMPT_\d\d`/gm), ['1. `PROMPT_01`', '2. `PROMPT_03`']);
    assert.equal(await page({ steps: [] }), 'No prompt is left to be run.\n');
    await bed.open();
    const id = await bed.start({ steps: ['PROMPT_03', 'PROMPT_01'] });
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '03']);
  });

  it('gives commands that make the same markers by hand, and the same commits', async () => {
    const prompt = 'Title: It\'s "1"\n\nArtifacts To Create / Modify\n- `src/one.txt`\n- `src/two.txt`\n';
    bed.write({ '.prompts/PROMPT_01.txt': prompt, 'src/new.txt': 'not added\n' });
    const text = await page({ steps: ['PROMPT_01'] });
    const [marker = '', commit = ''] = Array.from(
      text.matchAll(/^```sh\n([^]*?)^```$/gm),
      ([, lines = '']) => lines,
    );
    const sh = (lines: string): string =>
      execFileSync('sh', ['-euc', lines], { cwd: bed.world.folder, encoding: 'utf8' });
    const index = readFileSync(join(bed.world.folder, '.git/index'), 'base64');
    sh(marker);
    assert.equal(readFileSync(join(bed.world.folder, '.git/index'), 'base64'), index);
    assert.equal(bed.git('rev-parse', 'cp-01'), bed.git('rev-parse', 'HEAD'));
    const kept = 'refs/stage-runner/rollbacks/before-batch-1';
    assert.equal(bed.git('rev-parse', `${kept}^`), bed.git('rev-parse', 'HEAD'));
    assert.equal(bed.git('show', `${kept}:src/new.txt`), 'not added');
    bed.write({ 'src/one.txt': '1\n', 'src/two.txt': '2\n' });
    sh(commit);
    assert.equal(bed.git('log', '-1', '--format=%s'), '[PROMPT_01] It\'s "1"');
    assert.equal(bed.git('show', '--format=', '--name-only'), 'src/one.txt\nsrc/two.txt');
  });

  it('tells what prompts ask to be verified', async () => {
    bed.write({
      '.prompts/PROMPT_02.txt': 'Title: Two\n\nAcceptance Criteria\n- `pytest -q`\n- It looks good.\n',
    });
    const text = await page();
    assert.match(text, /only once you agree:\n\n- `pytest -q` \(`PROMPT_02`\)\n/);
    assert.match(text, /- `PROMPT_02`, to be checked by a person: It looks good\.\n/);
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
