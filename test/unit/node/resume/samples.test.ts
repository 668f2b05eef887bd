import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resumePreview } from '../../../../src/node/resume/preview';
import { plan, step } from '../../core/mapValues';
import { viewOf } from '../../core/resume/finds';
import { newFolder, removeFolders, Repo } from '../checkpoints/repo';

const SAMPLES = resolve('..', 'shared', 'samples', 'runr');

/** The sample's repository with its data beside it, and a plan whose steps are the milestones of its run. */
async function previewOf(name: string, confirm = false) {
  const top = newFolder();
  const bundle = join(SAMPLES, name, 'repo.bundle');
  const repo = new Repo(top);
  repo.git('clone', '--quiet', bundle, '.');
  cpSync(join(SAMPLES, name, 'dot-runr'), join(top, '.runr'), { recursive: true });
  const runs = join(top, '.runr/runs');
  const state = join(runs, readdirSync(runs)[0] ?? '', 'state.json');
  const { milestones } = JSON.parse(readFileSync(state, 'utf8')) as { milestones: { goal: string }[] };
  const steps = milestones.map(({ goal }, at) => step(`0${at + 1}`, 'pending', { title: goal }));
  const request = { plan: viewOf(plan(steps)), runs: [], checkpoints: [], folder: top, env: {} };
  const first = await resumePreview(request);
  const offered = first.selection.needsConfirmation;
  if (!confirm || !offered) return first;
  return resumePreview({ ...request, confirmed: [offered.id] });
}

/** Offered, where it goes on without and with a person's word, and what is told. */
async function told(name: string): Promise<string[]> {
  const before = await previewOf(name);
  const after = await previewOf(name, true);
  const { needsConfirmation: offered, candidates } = before.selection;
  return [
    `offers ${offered?.imported ?? 'nothing'} ${offered?.step ?? ''}`.trim(),
    `at ${before.at?.step.number ?? '-'}, confirmed ${after.at?.step.number ?? '-'}`,
    ...candidates.flatMap(({ imported, why }) => (why ? [`${imported ?? ''} ${why}`] : [])),
    ...before.drifts
      .filter(({ class: of }) => of !== 'dirty_tree')
      .map((drift) => `${drift.class} ${drift.action}`),
  ];
}

describe('what eight real runs of Runr say about a plan', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  for (const [name, expected] of [
    ['e1-done', ['offers sidecar 03-step', 'at 01, confirmed -']],
    ['e2', ['offers nothing', 'at 01, confirmed 01']],
    ['e2b', ['offers git_log_run_specific 02-step', 'at 01, confirmed 03']],
    ['e3', ['offers nothing', 'at 01, confirmed 01', 'sidecar object_missing', 'object_missing warn']],
    ['e4', ['offers git_log_run_specific 02-step', 'at 01, confirmed 03']],
    ['e6', ['offers sidecar 02-step', 'at 01, confirmed 03']],
    ['e7', ['offers nothing', 'at 01, confirmed 01', 'git_log_legacy bad_index', 'index_out_of_range note']],
    ['e8', ['offers nothing', 'at 01, confirmed 01']],
  ] as const) {
    it(`${name}${name === 'e7' ? ': D7, complete with no work done' : ''}`, async function () {
      if (!existsSync(join(SAMPLES, name))) {
        if (this.test) this.test.title += ' (absent: ../shared/samples/runr)';
        return this.skip();
      }
      assert.deepEqual(await told(name), expected);
    });
  }
});
