import assert from 'node:assert/strict';
import type { Plan, Proof, Stage, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { SeenRun } from '../../../src/core/status';
import { stageOffer } from '../../../src/vscode/stageOffer';
import { driven, handoff, plan, planId, stageRun, step } from '../core/mapValues';
import { english } from './english';

const terms = { plan: 'project', stage: 'phase', step: 'plan', batch: 'wave', gate: 'gate', handoff: 'x' };
const done: Step = step('01', 'complete', { handoff: handoff('complete') });
const left: Step = step('02', 'pending');

function stage(number: string, steps: readonly Step[], more: Partial<Stage> = {}): Stage {
  const own = steps.map((one) => ({ ...one, key: `${number}-${one.key}` }));
  return { key: number, number, title: `S${number}`, steps: own, audit: { prepared: false }, ...more };
}

function audited(verdict: Proof['verdict']): Partial<Stage> {
  return { audit: { prepared: false, proof: { file: '/w/proof.md', verdict, text: verdict } } };
}

/** What is offered when the stage 02 has ended. */
function offered(stages: readonly Stage[], more: Partial<Plan> = {}, runs: readonly SeenRun[] = []): string {
  const of = plan([], { format: 'gsd', terms, stages, ...more });
  const [view] = stageMap({ plans: [of], runs, statusLog: [] }).plans;
  assert.ok(view);
  const offer = stageOffer(view, '02', english);
  if (offer === undefined) return 'nothing';
  if ('copy' in offer.does) return `${offer.title} | ${offer.does.copy}`;
  const { run } = offer.does;
  return `${offer.title} | ${run.plan === planId && 'stage' in run ? run.stage : ''}`;
}

describe('what follows a stage', () => {
  const own = stage('02', [done], audited('passed'));
  const next = stage('03', [left]);
  for (const [name, stages, expected] of [
    ['the next one', [stage('01', [left]), own, next], 'Run Next Phase | 03'],
    ['one before it, where none after it is open', [stage('01', [left]), own], 'Run Next Phase | 01'],
    ['the next one that is not over', [own, stage('03', [done]), stage('04', [left])], 'Run Next Phase | 04'],
    [
      'nothing where the next one waits for its gaps to be planned',
      [own, stage('03', [done], audited('gapsFound'))],
      'nothing',
    ],
    [
      'the planning of one without steps',
      [own, stage('03', [])],
      'Copy /gsd:plan-phase 03 | /gsd:plan-phase 03',
    ],
    [
      'the end of the milestone',
      [stage('01', [done]), own, stage('03', [], { backlog: true }), stage('04', [left], { archive: 'a' })],
      'Copy /gsd:complete-milestone | /gsd:complete-milestone',
    ],
    ['nothing while something of it is left', [stage('02', [done, left]), next], 'nothing'],
    [
      'nothing while its audit asks for a person',
      [stage('02', [done], audited('humanNeeded')), next],
      'nothing',
    ],
    ['nothing where the stage is gone', [next], 'nothing'],
  ] as const) {
    it(name, () => {
      assert.equal(offered(stages), expected);
    });
  }

  it('one that was begun, but not while it runs', () => {
    const run = stageRun('03');
    const rests = { ...run, phase: 'stopped' as const, stop: { code: 'user_stopped', detail: '' } };
    const seen = (value: typeof run): SeenRun =>
      driven({ ...value, header: { ...value.header, plan: { ...value.header.plan, format: 'gsd' } } });
    assert.equal(offered([own, next], {}, [seen(rests)]), 'Run Next Phase | 03');
    assert.equal(offered([own, next], {}, [seen(run)]), 'nothing');
  });

  it('one of the same line of work and milestone', () => {
    const stages = [
      own,
      stage('03', [left], { workstream: 'api' }),
      stage('04', [left], { milestone: 'v2' }),
    ];
    assert.match(offered(stages), /complete-milestone/);
  });

  it('the next one where a format has no milestones, and nothing after the last', () => {
    const prompts = { format: 'prompts', terms: { ...terms, stage: 'stage' } };
    assert.equal(offered([own, next], prompts), 'Run Next Stage | 03');
    assert.equal(offered([own], prompts), 'nothing');
    assert.equal(offered([own, stage('03', [])], prompts), 'nothing');
  });
});
