import assert from 'node:assert/strict';
import { graphOf } from '../../../src/core/graph';
import type { Dependency, Stage, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { PlanView } from '../../../src/core/status';
import { handoff, missing, plan, step } from './mapValues';

function view(stages: readonly Stage[]): PlanView {
  const [found] = stageMap({ plans: [plan([], { stages })], runs: [], statusLog: [] }).plans;
  assert.ok(found);
  return found;
}

/** `1 02 | blocked` with its column, and below it what it waits for: `←` satisfied, `⇠` not, `!` against the columns. */
function drawn(of: PlanView, stage?: string): string {
  const { columns, nodes, edges } = graphOf(
    of,
    of.stages.find(({ key }) => key === stage),
  );
  const lines = nodes.flatMap(({ id, column, view: { status }, next }) => [
    `${column ?? '-'} ${id} | ${status ?? 'no status'}${next ? ' | next' : ''}`,
    ...edges
      .filter(({ to }) => to === id)
      .map(({ from, satisfied, forward }) => `    ${satisfied ? '←' : '⇠'} ${from}${forward ? '' : ' !'}`),
  ]);
  return [columns.map(({ by, key }) => `${by} ${key}`.trim()).join(', '), ...lines].join('\n');
}

const met = (number: string): Dependency => ({ number, satisfied: true, step: `${number}-step` });
const done = { handoff: handoff('complete') };
const inBatch = (key: string): Partial<Step> => ({ batch: { key } });

function expect(actual: string, ...lines: readonly string[]): void {
  assert.equal(actual, lines.join('\n'));
}

describe('the graph of a flat plan', () => {
  it('has a column for each level of the dependencies, where there are no batches', () => {
    const steps = [
      step('01', 'complete', done),
      step('02', 'pending', { dependsOn: [met('01')] }),
      step('03', 'pending'),
      step('04', 'pending', { dependsOn: [missing('02'), missing('03'), met('01')] }),
    ];
    expect(
      drawn(view([{ key: '', title: '', steps }])),
      'level 1, level 2, level 3',
      '0 01-step | done',
      '1 02-step | ready | next',
      '    ← 01-step',
      '0 03-step | ready',
      '2 04-step | blocked',
      '    ⇠ 02-step',
      '    ⇠ 03-step',
      '    ← 01-step',
    );
  });

  it('puts steps in a circle, and what waits for them, behind the last level', () => {
    const steps = [
      step('01', 'pending', { dependsOn: [missing('02')] }),
      step('02', 'pending', { dependsOn: [missing('01')] }),
      step('03', 'pending', { dependsOn: [missing('03')] }),
      step('04', 'pending', { dependsOn: [missing('02')] }),
      step('05', 'pending'),
    ];
    expect(
      drawn(view([{ key: '', title: '', steps }])),
      'level 1, none',
      '1 01-step | blocked | next',
      '    ⇠ 02-step !',
      '1 02-step | blocked',
      '    ⇠ 01-step !',
      '1 03-step | blocked',
      '    ⇠ 03-step !',
      '1 04-step | blocked',
      '    ⇠ 02-step !',
      '0 05-step | ready',
    );
  });

  it('is empty where the plan is', () => {
    expect(drawn(view([{ key: '', title: '', steps: [] }])), '');
  });
});

describe('the graph of a stage', () => {
  const first: Stage = { key: 'a', title: 'First', steps: [step('01', 'complete', done)] };
  const second: Stage = {
    key: 'b',
    title: 'Second',
    steps: [
      step('02', 'pending', { ...inBatch('2'), dependsOn: [met('01'), missing('03')] }),
      step('03', 'pending', { ...inBatch('10'), dependsOn: [missing('04')] }),
      step('04', 'pending', {
        ...inBatch('10'),
        dependsOn: [missing('02'), { number: '9', satisfied: false }],
      }),
      step('05', 'pending'),
    ],
  };

  it('has a column for each batch in their order, and tells arrows that contradict them', () => {
    expect(
      drawn(view([first, second]), 'b'),
      'batch 2, batch 10, none',
      '0 02-step | blocked | next',
      '    ⇠ 03-step !',
      '1 03-step | blocked',
      '    ⇠ 04-step !',
      '1 04-step | blocked',
      '    ⇠ 02-step',
      '2 05-step | ready',
    );
  });
});

describe('the graph of stages', () => {
  it('has an arrow where steps of one wait for steps of another; what nothing links stands apart', () => {
    const stages: Stage[] = [
      { key: 'a', title: 'A', steps: [step('01', 'complete', done), step('02', 'pending')] },
      { key: 'b', title: 'B', steps: [step('03', 'pending', { dependsOn: [met('01')] })] },
      { key: 'c', title: 'C', steps: [step('04', 'pending', { dependsOn: [met('01'), missing('02')] })] },
      { key: 'd', title: 'D', steps: [step('05', 'pending', { dependsOn: [missing('03'), missing('06')] })] },
      {
        key: 'e',
        title: 'E',
        steps: [step('06', 'pending'), step('07', 'pending', { dependsOn: [missing('06')] })],
      },
      { key: 'f', title: 'F', steps: [], audit: { prepared: false } },
    ];
    expect(
      drawn(view(stages)),
      'level 1, level 2, level 3',
      '0 a | no status | next',
      '1 b | no status',
      '    ← a',
      '1 c | no status',
      '    ⇠ a',
      '2 d | no status',
      '    ⇠ b',
      '    ⇠ e',
      '0 e | no status',
      '- f | notStarted',
    );
  });
});

describe('what the overview says of stages', () => {
  it('is an arrow too, where a number names one stage of the same archive', () => {
    const stage = (key: string, number: string, more: Partial<Stage> = {}): Stage => ({
      key,
      number,
      title: key,
      steps: [],
      ...more,
    });
    const proof = { file: '/w/p.md', verdict: 'passed', text: 'passed' } as const;
    const stages = [
      stage('a', '01', { audit: { proof, prepared: true } }),
      stage('b', '2', { needs: ['1'] }),
      stage('c', '03', { needs: ['02', '3', '9'] }),
      stage('old', '01', { archive: 'v1' }),
      stage('older', '02', { archive: 'v1', needs: ['01'] }),
      stage('twin', '5'),
      stage('twin too', '05'),
      stage('d', '6', { needs: ['5'] }),
    ];
    expect(
      drawn(view(stages)),
      'level 1, level 2, level 3',
      '0 a | verified',
      '1 b | no status',
      '    ← a',
      '2 c | no status',
      '    ⇠ b',
      '0 old | no status',
      '1 older | no status',
      '    ⇠ old',
      '- twin | no status',
      '- twin too | no status',
      '- d | no status',
    );
  });
});
