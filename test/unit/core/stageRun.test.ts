import assert from 'node:assert/strict';
import type { Plan, Stage } from '../../../src/core/plan';
import type { Run } from '../../../src/core/run';
import { stageMap } from '../../../src/core/stageMap';
import type { SeenRun, StageView } from '../../../src/core/status';
import { mapJson } from '../../../src/core/mapJson';
import { batch, driven, ended, gate, handoff, left, plan, run, stageRun, step } from './mapValues';

const complete = handoff('complete');
const first = step('01', 'complete', { handoff: complete, batch: { key: '1' } });
const second = step('02', 'pending', { batch: { key: '1' } });
const third = step('03', 'pending', { batch: { key: '2' } });
const base: Stage = { key: '01', number: '01', title: 'Base', steps: [first, second, third] };

function mapOf(runs: readonly SeenRun[], stage: Partial<Stage> = {}, more: Partial<Plan> = {}) {
  return stageMap({ plans: [plan([], { stages: [{ ...base, ...stage }], ...more })], runs, statusLog: [] });
}

function viewOf(runs: readonly SeenRun[], stage: Partial<Stage> = {}, more: Partial<Plan> = {}): StageView {
  const view = mapOf(runs, stage, more).plans[0]?.stages[0];
  assert.ok(view);
  return view;
}

/** `running, batch 1 1/2, next runStage` */
function words({ lastRun, next }: StageView): string {
  const at = lastRun?.batch;
  const parts = [
    lastRun?.state ?? 'never run',
    ...(at ? [`batch ${at.batch} ${at.done}/${at.total}`] : []),
    `next ${next ?? 'nothing'}`,
  ];
  return parts.join(', ');
}

const atWork = stageRun('01', { batches: [batch(1, '1', ['01', '02'])] });
const asks = { ...gate('Steps failed', ''), step: { key: '', number: '01', title: 'Base' }, stage: '01' };
const waits = stageRun('01', { gates: [{ gate: asks }] });
const stoppedBy = (code: string, phase: Run['phase'] = 'stopped'): Run =>
  stageRun('01', { phase, nodes: [], stop: { code, detail: '' } });
const done = [first, { ...second, mark: 'complete' as const, handoff: complete }];

const needsPerson = { file: '/p/proof.md', verdict: 'humanNeeded', text: 'human_needed' } as const;

const cases: readonly (readonly [string, StageView, string])[] = [
  ['was never run', viewOf([]), 'never run, next runStage'],
  ['at work', viewOf([driven(atWork)]), 'running, batch 1 1/2, next nothing'],
  ['driven by nobody', viewOf([left(atWork)]), 'interrupted, batch 1 1/2, next resumeStage'],
  ['waits for a person', viewOf([left(waits)]), 'waiting, next answerGate'],
  ['between two batches', viewOf([left(stoppedBy('stopped_after_batch'))]), 'stopped, next resumeStage'],
  ['its window was closed', viewOf([left(stoppedBy('window_closed'))]), 'interrupted, next resumeStage'],
  ['all of a batch failed', viewOf([left(stoppedBy('batch_failed'))]), 'failed, next resumeStage'],
  [
    'at its end with steps left',
    viewOf([left(stoppedBy('stage_complete', 'ended'))]),
    'ended, next runStage',
  ],
  [
    'stopped, and everything is done',
    viewOf([left(stoppedBy('user_stopped'))], { steps: done }),
    'stopped, next nothing',
  ],
  [
    'done and not audited',
    viewOf([], { steps: done, audit: { prepared: true } }),
    'never run, next runStage',
  ],
  [
    'rests at items for a person',
    viewOf([left(stoppedBy('human_needed'))], { steps: done, audit: { proof: needsPerson, prepared: true } }),
    'failed, next resumeStage',
  ],
  [
    'left to a person by another tool',
    viewOf([], { steps: done, audit: { proof: needsPerson, prepared: true } }),
    'never run, next nothing',
  ],
  ['archived', viewOf([], { archive: 'v1' }), 'never run, next nothing'],
  ['of a plan that is only shown', viewOf([], {}, { readOnly: true }), 'never run, next nothing'],
  [
    'written by a newer version',
    viewOf([left({ ...stoppedBy('user_stopped'), readOnly: true })]),
    'stopped, next runStage',
  ],
  [
    'the newest run counts',
    viewOf([left(stoppedBy('batch_failed')), driven(stageRun('01', {}, '2026-01-01T12:00:00.000Z'))]),
    'running, next nothing',
  ],
];

describe('the run of a whole stage on the map', () => {
  for (const [name, view, expected] of cases)
    it(name, () => {
      assert.equal(words(view), expected);
    });

  it('is never a run of a step, and those that it started are', () => {
    const child = ended('02', 'complete');
    const parent = { run: 's01', batch: 1, together: false };
    const view = viewOf([
      driven(atWork),
      left({ ...child, header: { ...child.header, parent } }),
      driven(run('03')),
    ]);
    assert.deepEqual(
      view.steps.map(({ step: { number }, status, lastRun }) => [number, status, lastRun?.id]),
      [
        ['01', 'done', undefined],
        ['02', 'ready', 'r02'],
        ['03', 'running', 'r03'],
      ],
    );
  });

  it('counts steps whose commits are held by their runs', () => {
    const header = { ...atWork.header, plan: { ...atWork.header.plan, format: 'prompts' } };
    const child = ended('02', 'complete');
    const ofRun = (id: string): SeenRun => {
      const parent = { run: id, batch: 1, together: false };
      return left({ ...child, header: { ...child.header, parent } });
    };
    const found = [atWork, { ...atWork, header }].flatMap((whole) =>
      ['s01', 'another'].map((id) => words(viewOf([driven(whole), ofRun(id)]))),
    );
    const [one, both] = ['running, batch 1 1/2, next nothing', 'running, batch 1 2/2, next nothing'];
    assert.deepEqual(found, [one, one, both, one]);
  });

  it('has each of its gates on the map once', () => {
    const titles = (map: ReturnType<typeof mapOf>): string[] => map.gates.map(({ title }) => title);
    const ofStep = { ...run('02'), gates: [{ gate: gate('Review', '02', '2026-01-01T10:01:00.000Z') }] };
    const map = mapOf([left(waits), left(ofStep)]);
    assert.deepEqual(titles(map), ['Review', 'Steps failed']);
    assert.deepEqual(map.plans[0]?.strayGates, []);
    const gone = mapOf([left(waits)], { key: '02' });
    assert.deepEqual([titles(gone), gone.plans[0]?.strayGates], [['Steps failed'], [asks]]);
  });

  it('makes the view of its stage anew, and no other', () => {
    const other: Stage = { key: '02', title: 'More', steps: [step('11', 'pending')] };
    const both = plan([], { stages: [base, other] });
    const stages = (runs: readonly SeenRun[]): readonly StageView[] =>
      stageMap({ plans: [both], runs, statusLog: [] }).plans[0]?.stages ?? [];
    const before = stages([driven(atWork)]);
    const after = stages([left(atWork)]);
    assert.notEqual(after[0], before[0]);
    assert.equal(after[1], before[1]);
    assert.deepEqual(stages([left(atWork)]), after);
  });

  it('is told to other programs', () => {
    const [shown] = (mapJson(mapOf([left(waits)]), []) as { plans: { stages: unknown[] }[] }).plans;
    const told = shown?.stages[0] as Record<string, unknown>;
    assert.deepEqual(
      { run: told['run'], waiting: told['waiting'], next: told['next'] },
      {
        run: { id: 's01', state: 'waiting', batch: null },
        waiting: [{ id: 'gate-Steps failed', title: 'Steps failed', since: '2026-01-01T10:05:00.000Z' }],
        next: 'answerGate',
      },
    );
  });
});
