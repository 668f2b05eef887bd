import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchStep } from '../../../src/core/batch/record';
import type { Plan, Stage } from '../../../src/core/plan';
import type { Run } from '../../../src/core/run';
import { runReport } from '../../../src/core/runReport';
import { stageMap } from '../../../src/core/stageMap';
import type { StageView } from '../../../src/core/status';
import type { AboutStage } from '../../../src/core/stageReport';
import { ended, gate, handoff, missing, plan, run, step } from './mapValues';
import { foldOf, STARTED } from './sampleRun';

const terms = {
  plan: 'plan',
  stage: 'phase',
  step: 'plan',
  batch: 'wave',
  gate: 'checkpoint',
  handoff: 'summary',
};
const steps = [
  step('01', 'complete', { handoff: handoff('complete') }),
  step('02', 'pending'),
  step('03', 'pending'),
  step('04', 'pending', { dependsOn: [{ number: '1', step: '01-step', satisfied: true }] }),
  step('05', 'pending', { dependsOn: [missing('02')] }),
];
const base: Stage = { key: '01-base', number: '01', title: 'Base', steps };

function viewOf(stage: Stage, more: Partial<Plan> = {}): StageView {
  const view = stageMap({ plans: [plan([], { terms, stages: [stage], ...more })], runs: [], statusLog: [] });
  const found = view.plans[0]?.stages[0];
  assert.ok(found);
  return found;
}

const started = {
  ...STARTED,
  plan: { ...(STARTED['plan'] as object), terms },
  step: { key: '', number: '01', title: 'Base', file: '/ws/.planning/ROADMAP.md' },
  stage: { key: '01-base', policy: { parallel: 3, stopAfter: { batches: 2 } } },
  protocol: { name: 'stage', file: '/ext/stage.yaml', sha256: 'x' },
};

function inBatch(number: string, objective: string): BatchStep {
  return {
    key: `${number}-step`,
    number,
    title: `Step ${number}`,
    builds: `Build part ${number}`,
    objective,
  };
}

const first = {
  type: 'batch_started',
  number: 1,
  batch: '1',
  steps: [inBatch('01', 'Build part 01 of the parser, so that *lists* can be read.')],
  rounds: [['01-step']],
  notes: [],
};
const second = {
  type: 'batch_started',
  number: 2,
  batch: '2',
  steps: [inBatch('02', 'Build part 02.'), inBatch('03', '')],
  rounds: [['02-step'], ['03-step']],
  notes: ['03 runs after 02: both may change src/a.ts.'],
};
const taken = {
  type: 'checkpoint_taken',
  kind: 'before_batch',
  checkpoint: 'c1',
  name: 'before wave 1',
  sha: 'a',
  tree: 'b',
  worktree: '/ws',
  files_changed: 0,
  left_out: 0,
  record_written: true,
};
const none = {
  type: 'checkpoint_skipped',
  kind: 'before_batch',
  code: 'paused',
  detail: 'Checkpoints pause: the last took 12 s.',
  wayOut: 'Create one by hand.',
};
const done = { step: '01-step', outcome: 'done', text: 'Lists can be read.', run: 'r01' };

function child(value: Run, batch: number): Run {
  return { ...value, header: { ...value.header, parent: { run: 'r1', batch, together: false } } };
}

const waits = { ...run('02'), gates: [{ gate: gate('Deviation', '02') }] };
const about: AboutStage = {
  children: [child(ended('01', 'complete'), 1), child(waits, 2)],
  stage: viewOf(base),
  link: ({ id }) => `../${id}/Run.md`,
};
const begun = [
  started,
  first,
  taken,
  { type: 'batch_ended', number: 1, results: [done], enables: ['04 Step *04*'] },
  second,
  none,
];
const failed = [
  { step: '02-step', outcome: 'failed', text: 'Agent failed. No idea.', run: 'r02' },
  { step: '03-step', outcome: 'skipped', text: 'Left out by choice.' },
];

function page(events: readonly (typeof STARTED)[], of: AboutStage = about): string {
  const fold = foldOf(events);
  assert.ok(fold.run);
  return runReport(fold.run, fold.events, of);
}

describe('the page of a stage’s run', () => {
  for (const [name, events] of [
    ['under-way', [...begun, { type: 'stop_asked', by: 'Ada' }]],
    [
      'at-rest',
      [
        ...begun,
        { type: 'step_skipped', step: '03-step', reason: 'not wanted', by: 'Ada' },
        { type: 'drift_detected', class: 'branch', details: 'main, and now topic', action: 'ask' },
        { type: 'batch_ended', number: 2, results: failed },
        { type: 'run_stopped', stop: { code: 'stopped_after_batch', detail: '2 batches were asked for.' } },
      ],
    ],
  ] as const)
    it(name, () => {
      const expected = readFileSync(join(__dirname, `../../fixtures/runner/stage-${name}.md`), 'utf8');
      assert.equal(page(events), expected);
    });

  it('tells of batches side by side, also in worktrees', () => {
    const rounds = [['02-step', '03-step']];
    assert.match(page([started, { ...second, rounds }]), /^Side by side in one tree: 02 beside 03\.$/m);
    const isolated = page([started, { ...second, rounds, isolated: true }]);
    assert.match(isolated, /^Each in a worktree of its own: 02 beside 03\.$/m);
  });

  it('tells of a batch that was rolled back, with which checkpoint and when', () => {
    const fold = foldOf(begun);
    assert.ok(fold.run);
    const takenBack = { checkpoint: 'before *wave* 2', by: 'Bo', at: '2026-01-31T13:00:00.000Z' };
    const [first1, second2] = fold.run.batches;
    assert.ok(first1 && second2);
    const run2 = { ...fold.run, batches: [first1, { ...second2, takenBack }] };
    const text = runReport(run2, fold.events, { ...about, children: about.children.slice(0, 1) });
    assert.match(text, /^## Wave 2: rolled back$/m);
    assert.match(
      text,
      / Bo went back to “before \\\*wave\\\* 2” at 2026-01-31 13:00:00 UTC: what came after it is undone\.$/m,
    );
    assert.match(text, /^How it came out:\n\n- 02 Step 02: \*\*rolled back\*\*\.$/m);
    assert.match(text, /^## Wave 1: 1 of 1 done$/m);
  });

  it('tells of a run that goes on from an earlier batch', () => {
    const again = { ...second, number: 3, goesOn: { '02-step': waits.id } };
    const ended = { type: 'batch_ended', number: 2, results: failed };
    const [latest = ''] = page([...begun, ended, again])
      .split('## Wave 2')
      .slice(1);
    assert.match(latest, /^- 02 Step 02: \*\*waits for you: Deviation\*\*\. \[Its run\]\(/m);
    assert.match(latest, /^- 03 Step 03: \*\*not begun\*\*\.$/m);
  });

  it('sums up what came of it once nothing is left, and not before', () => {
    assert.doesNotMatch(page(begun), /^## Results$/m);
    const all = { ...about, stage: viewOf({ ...base, steps: steps.slice(0, 1) }) };
    assert.match(
      page(begun.slice(0, 4), all),
      /^## Results\n\n1 wave; 1 plan done\.\n\n- 01 Step 01: \*\*done\*\*\. Lists can be read\.\n\n## Wave 1/m,
    );
    const ended = {
      type: 'run_ended',
      node: 'end',
      output: '',
      stop: { code: 'stage_complete', detail: '' },
    };
    const left = [...begun, { type: 'batch_ended', number: 2, results: failed }, ended];
    assert.match(page(left), /^## Results\n\n2 waves; 1 plan done, 1 failed, 1 left out\.$/m);
  });

  it('tells that the stage is gone, or that nothing is left', () => {
    const { children, link } = about;
    assert.match(page([started], { children, link }), /^The phase is not there any more\.$/m);
    const all = { ...base, steps: steps.slice(0, 1) };
    assert.match(page([started], { ...about, stage: viewOf(all) }), /^No plan is left\.$/m);
  });

  const far: readonly (readonly [object, string])[] = [
    [{ parallel: 1, stopAfter: 'stage' }, 'one plan at a time, to the end of the phase'],
    [{ parallel: 2, stopAfter: 'gate' }, 'up to 2 plans at a time, until a checkpoint is met'],
    [
      { parallel: 1, stopAfter: { batches: 1 }, gapsOnly: true },
      'one plan at a time, for 1 wave, only plans that close gaps',
    ],
  ];
  for (const [policy, words] of far)
    it(`says how: ${words}`, () => {
      const text = page([{ ...started, stage: { key: '01-base', policy } }]);
      assert.ok(text.includes(`- How: ${words}\n`), text);
    });

  const opened = (most_parallel: number, fewest_parallel: number): typeof STARTED => ({
    type: 'node_left',
    token: '0',
    node: 'open_stage',
    updates: { most_parallel, fewest_parallel },
  });
  for (const [policy, events, words] of [
    [{ stopAfter: 'stage' }, [], 'one plan at a time'],
    [{ stopAfter: 'stage' }, [opened(1, 2)], 'one plan at a time (as the plan’s own configuration says)'],
    [
      { stopAfter: 'stage' },
      [opened(3, 2), { type: 'stop_asked', by: 'Ada' }],
      'up to 3 plans at a time (as the plan’s own configuration says)',
    ],
    [
      { stopAfter: 'stage' },
      [opened(3, 4)],
      'up to 3 plans at a time where a wave has at least 4 (as the plan’s own configuration says)',
    ],
    [
      { parallel: 8, stopAfter: 'stage' },
      [opened(3, 2)],
      'up to 8 plans at a time (set by “stageRunner.batches.parallel”)',
    ],
  ] as const)
    it(`says who says how many work side by side: ${words}`, () => {
      const gsd = { ...started.plan, format: 'gsd' };
      const text = page([{ ...started, plan: gsd, stage: { key: '01-base', policy } }, ...events]);
      assert.ok(text.includes(`- How: ${words}, to the end of the phase\n`), text);
    });

  it('speaks of a plan without stages as of the plan', () => {
    const text = page([{ ...started, stage: { key: '', policy: { parallel: 1, stopAfter: 'stage' } } }]);
    assert.match(text, /^# Run of plan Plans$/m);
    assert.match(text, /attempt 1 at this plan$/m);
    assert.match(text, /to the end of the plan$/m);
  });
});
