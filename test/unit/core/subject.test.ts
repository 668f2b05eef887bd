import assert from 'node:assert/strict';
import type { RunStarted } from '../../../src/core/events';
import { gateFrame } from '../../../src/core/gates';
import { readEvent } from '../../../src/core/journalLine';
import { subjectName, subjectOf } from '../../../src/core/subject';
import { run } from './mapValues';

const terms = {
  plan: 'plan',
  stage: 'phase',
  step: 'plan',
  batch: 'wave',
  gate: 'checkpoint',
  handoff: 'summary',
};
const policy = { parallel: 1, stopAfter: 'stage' } as const;
const { header } = run('02');
const inTerms: RunStarted = { ...header, plan: { ...header.plan, terms } };
const base = { key: '', number: '01', title: 'Base', file: '/w/x.md' };

const cases: readonly (readonly [string, RunStarted, string, string])[] = [
  ['an older journal', header, 'step 02', 'step 02 Step 02'],
  ['a step in its plan’s words', inTerms, 'plan 02', 'plan 02 Step 02'],
  ['a stage', { ...inTerms, step: base, stage: { key: '01-base', policy } }, 'phase 01', 'phase 01 Base'],
  [
    'a stage without a number',
    { ...inTerms, step: { ...base, number: '' }, stage: { key: 'base', policy } },
    'phase Base',
    'phase Base',
  ],
  [
    'a stage whose name is its number',
    { ...inTerms, step: { ...base, number: '', title: 'Phase 2' }, stage: { key: '2', policy } },
    'Phase 2',
    'Phase 2',
  ],
  [
    'a plan without stages',
    { ...inTerms, step: { ...base, number: '' }, stage: { key: '', policy } },
    'the plan',
    'plan Fetch client',
  ],
];

describe('what a run is about', () => {
  for (const [name, of, short, long] of cases)
    it(name, () => {
      assert.deepEqual([subjectOf(of), subjectName(of)], [short, long]);
    });

  it('is said by its gates, with what waits for them', () => {
    const dependents = { ...inTerms, step: { ...header.step, dependents: ['03', '04'] } };
    const asks = { id: 'g', node: 'n', openedAt: '', evidence: [] };
    const frame = gateFrame(dependents, asks);
    assert.deepEqual(
      [frame.subject, frame.stage, frame.blocks],
      ['plan 02 Step 02', undefined, 'plan 02 and the plans that depend on it: 03, 04'],
    );
    const ofStage = gateFrame({ ...inTerms, step: base, stage: { key: '01-base', policy } }, asks);
    assert.deepEqual([ofStage.subject, ofStage.stage, ofStage.step.key], ['phase 01 Base', '01-base', '']);
  });

  it('takes no words that are none from a journal', () => {
    const line = (words: unknown): string =>
      JSON.stringify({ ...inTerms, plan: { ...inTerms.plan, terms: words } });
    assert.ok('event' in readEvent(line(terms)));
    assert.deepEqual(readEvent(line({ ...terms, stage: 3 })), {
      problem: 'run_started has no proper "plan.terms"',
    });
  });
});
