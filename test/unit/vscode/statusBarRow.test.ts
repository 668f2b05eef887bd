import assert from 'node:assert/strict';
import type { Plan } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { SeenRun } from '../../../src/core/status';
import { contextKeys } from '../../../src/vscode/contextKeys';
import { statusBarRow } from '../../../src/vscode/statusBarRow';
import { driven, gate, handoff, left, plan, run, stageRun, step } from '../core/mapValues';
import { english } from './english';

const steps = [
  step('01', 'complete', { handoff: handoff('complete') }),
  step('02', 'pending'),
  step('03', 'pending'),
];

function mapOf(runs: readonly SeenRun[]) {
  return stageMap({ plans: [plan(steps)], runs, statusLog: [] });
}

function line(runs: readonly SeenRun[]): string {
  const row = statusBarRow(mapOf(runs), english);
  assert.ok(row);
  const { kind } = row.reveals ?? {};
  return [row.text, row.tooltip, ...(row.warning ? ['warning'] : []), kind].join(' | ');
}

const open = (title: string, number: string) => left(run(number, { gates: [{ gate: gate(title, number) }] }));

const cases: readonly (readonly [string, readonly SeenRun[], string])[] = [
  ['the count at rest', [], '$(list-tree) 1/3 | 1 of 3 steps done. Next: 02 Step 02 | step'],
  [
    'the node of a running step',
    [driven(run('02', { nodes: ['verify_tests'] }))],
    '$(sync~spin) 02 · verify tests | Running: 02 Step 02 | step',
  ],
  [
    'how many run',
    [driven(run('02')), driven(run('03'))],
    '$(sync~spin) 2 running | Running: 02 Step 02, 03 Step 03 | step',
  ],
  [
    'a waiting gate before a running step',
    [driven(run('02')), open('Review', '03')],
    '$(bell-dot) 1 gate | 03 Step 03 waits for you: Review | warning | gate',
  ],
  [
    'several gates',
    [open('Deviation', '02'), open('Review', '03')],
    '$(bell-dot) 2 gates | 02 Step 02 waits for you: Deviation | warning | gate',
  ],
];

describe('the status bar', () => {
  for (const [name, runs, expected] of cases) {
    it(`shows ${name}`, () => {
      assert.equal(line(runs), expected);
    });
  }

  it('is hidden without a plan that can be run, and does not count the records of another tool', () => {
    const record = plan(steps, { id: 'runr:/w/.runr', readOnly: true });
    const bar = (plans: readonly Plan[]) =>
      statusBarRow(stageMap({ plans, runs: [], statusLog: [] }), english);
    assert.equal(bar([]), undefined);
    assert.equal(bar([record]), undefined);
    assert.equal(bar([plan(steps), record])?.text, '$(list-tree) 1/3');
  });
});

describe('the context keys', () => {
  it('follow the map', () => {
    const on = (runs: readonly SeenRun[]) =>
      Object.entries(contextKeys(mapOf(runs)))
        .filter(([, value]) => value)
        .map(([key]) => key)
        .join(' ');
    assert.equal(on([]), 'scanned hasPlan canRun stageRunnable');
    assert.equal(on([driven(run('02'))]), 'scanned hasPlan canRun running stageRunnable');
    assert.equal(on([left(run('02'))]), 'scanned hasPlan canRun resumable stageRunnable');
    assert.equal(on([open('Review', '02')]), 'scanned hasPlan canRun running stageRunnable gateWaiting');
    assert.equal(on([driven(stageRun(''))]), 'scanned hasPlan canRun stageRunning');
    assert.equal(
      on([left(stageRun(''))]),
      'scanned hasPlan canRun stageRunnable stageRunning stageResumable',
    );
  });
});
