import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { stepsOf } from '../../../../src/core/plan';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { RUN, state } from '../../core/formats/runr/text';
import { step, Tree } from './tree';

let tree: Tree;

/** Every plan that is found, with its format and the names of its steps. */
async function found(options: Partial<PlanScannerOptions> = {}): Promise<string[]> {
  const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
  const defaults = { folders: [tree.path], include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, isIgnored };
  const plans = await new PlanScanner({ ...defaults, ...options }).scan();
  return plans.map((plan) => {
    const steps = stepsOf(plan).map(({ key }) => key);
    return `${plan.format} ${relative(tree.path, plan.root)}: ${steps.join(' ')}`;
  });
}

const PHASE = '---\nphase: 01-base\nplan: 01\n---\n';

describe('plans of several formats in one workspace', () => {
  afterEach(() => tree.remove());

  it('are found once each, under their own roots', async () => {
    tree = await Tree.make({
      'plans/steps/01-a.md': step('pending'),
      '.prompts/PROMPT_01.txt': '# One',
      '.renn/track.md': '# Track\n',
      '.renn/stages/01-base/01-01-run.md': PHASE,
      '.planning/ROADMAP.md': '# Roadmap\n',
      '.planning/phases/01-base/01-01-PLAN.md': PHASE,
      [`.runr/runs/${RUN}/state.json`]: JSON.stringify(state()),
    });
    assert.deepEqual(await found(), [
      'gsd .planning: 01-base/01-01-PLAN',
      'prompts .prompts: PROMPT_01',
      'renn .renn: 01-base/01-01-run',
      'coyote plans: 01-a',
      `runr .runr: ${RUN}/0 ${RUN}/1`,
    ]);
  });

  it('also several of one kind, in folders of their own', async () => {
    tree = await Tree.make({
      '.prompts/PROMPT_01.txt': '# One',
      'packages/app/.prompts/PROMPT_01.txt': '# One',
      'packages/app/plans/steps/01-a.md': step('pending'),
      'packages/lib/.planning/ROADMAP.md': '# Roadmap\n',
      'packages/lib/.planning/phases/01-base/01-01-PLAN.md': PHASE,
    });
    assert.deepEqual(await found(), [
      'prompts .prompts: PROMPT_01',
      'prompts packages/app/.prompts: PROMPT_01',
      'coyote packages/app/plans: 01-a',
      'gsd packages/lib/.planning: 01-base/01-01-PLAN',
    ]);
  });

  it('and what lies in the folder of a tool is no plan of another', async () => {
    tree = await Tree.make({
      '.prompts/PROMPT_01.txt': '# One',
      '.prompts/plans/steps/01-a.md': step('pending'),
      '.prompts/rendered/.prompts/PROMPT_02.txt': '# Two',
    });
    assert.deepEqual(await found(), ['prompts .prompts: PROMPT_01']);
  });

  it('and look-alikes and fixtures are none', async () => {
    tree = await Tree.make({
      '.prompts/review.prompt.md': '# Review',
      'prompts/PROMPT_01.txt': '# One',
      'test/fixtures/.prompts/PROMPT_01.txt': '# One',
      'docs/plans/handoffs/a.md': '# A',
      '.runr/tasks/a.md': '# A',
    });
    assert.deepEqual(await found(), []);
  });

  it('where git ignores a tool’s own folder it still counts; where a person excludes it, it does not', async () => {
    tree = await Tree.make({ '.prompts/PROMPT_01.txt': '# One', 'plans/steps/01-a.md': step('pending') });
    const isIgnored = (paths: readonly string[]): Promise<Set<string>> => Promise.resolve(new Set(paths));
    assert.deepEqual(await found({ isIgnored }), ['prompts .prompts: PROMPT_01']);
    assert.deepEqual(await found({ exclude: ['**/.prompts'] }), ['coyote plans: 01-a']);
  });
});

describe('PlanScanner: a folder of prompts', () => {
  afterEach(() => tree.remove());

  it('is judged by the commits of its workspace folder, and by its run logs as they come', async () => {
    tree = await Tree.make({ '.prompts/PROMPT_01.txt': '# One', '.prompts/PROMPT_02.txt': '# Two' });
    const at = '2026-01-01T00:00:00.000Z';
    let commits = [{ sha: 'a'.repeat(40), subject: '[PROMPT_01] One', at }];
    const scanner = new PlanScanner({
      folders: [tree.path],
      include: DEFAULT_INCLUDE,
      exclude: DEFAULT_EXCLUDE,
      isIgnored: () => Promise.resolve(new Set()),
      commits: () => Promise.resolve(commits),
    });
    const marks = (): string[] => scanner.plans.flatMap(stepsOf).map(({ markText }) => markText);
    await scanner.scan();
    assert.deepEqual(marks(), ['commit aaaaaaa', 'no trace of a run']);
    const log = '.prompts/run-logs/stage2/PROMPT_02.md';
    await tree.write({ [log]: '- status: `failed`\n' });
    await scanner.changed([tree.at(log)]);
    assert.deepEqual(marks(), ['commit aaaaaaa', 'run log failed']);
    await tree.write({ [log]: '- status: `success`\n' });
    await scanner.changed([tree.at(log)]);
    assert.deepEqual(marks(), ['commit aaaaaaa', 'run log success']);
    commits = [{ sha: 'b'.repeat(40), subject: '[PROMPT_02] Two', at }, ...commits];
    await scanner.scan();
    assert.deepEqual(marks(), ['commit aaaaaaa', 'commit bbbbbbb, run log success']);
  });

  it('has the reports that lie beside it, as they come and go, and none of a folder around the workspace', async () => {
    tree = await Tree.make({
      'w/.prompts/PROMPT_01.txt': '# One',
      'w/.prompts/PROMPT_STAGE2_MANIFEST.md': '1. PROMPT_01',
      'skills-foundry/reports/stage2-checkpoints.md': '',
      'w/inner/.prompts/PROMPT_01.txt': '# One',
    });
    const scannerOf = (folder: string): PlanScanner =>
      new PlanScanner({
        folders: [tree.at(folder)],
        include: DEFAULT_INCLUDE,
        exclude: DEFAULT_EXCLUDE,
        isIgnored: () => Promise.resolve(new Set()),
      });
    const scanner = scannerOf('w');
    const shown = ({ plans }: Pick<PlanScanner, 'plans'>): string[] =>
      plans.flatMap(({ documents = [], stages, problems }) => [
        ...[...documents, ...stages.flatMap((stage) => stage.documents ?? [])].map(
          ({ kind, file }) => `${kind} ${relative(tree.path, file)}`,
        ),
        ...problems.map(({ code }) => code),
      ]);
    const manifest = 'manifest w/.prompts/PROMPT_STAGE2_MANIFEST.md';
    await scanner.scan();
    assert.deepEqual(shown(scanner), [manifest]);
    const report = 'w/skills-foundry/reports/stage2-checkpoints.md';
    const summary = 'w/skills-foundry/reports/stage2-run-summary.md';
    await tree.write({ [report]: '', 'w/skills-foundry/reports/other.md': '' });
    assert.deepEqual(shown(await scanner.changed([tree.at('w/skills-foundry')])), [
      manifest,
      `checkpoint report ${report}`,
    ]);
    await tree.write({ [summary]: '' });
    assert.deepEqual(shown(await scanner.changed([tree.at(summary)])), [
      manifest,
      `checkpoint report ${report}`,
      `run summary ${summary}`,
    ]);
    const fresh = scannerOf('w');
    await fresh.scan();
    assert.deepEqual(shown(fresh), shown(scanner));
    rmSync(tree.at('w/skills-foundry'), { recursive: true });
    assert.deepEqual(shown(await scanner.changed([tree.at('w/skills-foundry/reports')])), [manifest]);
    const alone = scannerOf('w/.prompts');
    await alone.scan();
    assert.deepEqual(shown(alone), [manifest]);
    symlinkSync(tree.at('skills-foundry'), tree.at('w/skills-foundry'));
    assert.deepEqual(shown(await scanner.changed([tree.at('w/skills-foundry')])), [manifest]);
  });
});
