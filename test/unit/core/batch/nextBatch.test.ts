import assert from 'node:assert/strict';
import { dependentsOf, nextBatch, stepsLeft, type StepChoices } from '../../../../src/core/batch/nextBatch';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { ended, left, run } from '../mapValues';
import { stageOf, type StepWords } from './stageValues';

const POLICY: StagePolicy = { parallel: 1, stopAfter: 'stage' };
const NO_CHOICES: StepChoices = { leftOut: [], skipped: [], forced: [] };

interface Case {
  readonly steps: Readonly<Record<string, StepWords>>;
  readonly policy?: Partial<StagePolicy>;
  readonly choices?: Partial<StepChoices>;
  readonly runs?: Parameters<typeof stageOf>[1];
  readonly next: string;
}

/** `1: a b` for a batch, `1 blocked: a (why)` for one that cannot be run, `done`. */
function words({ steps, policy, choices, runs }: Case): string {
  const next = nextBatch(stageOf(steps, runs), { ...POLICY, ...policy }, { ...NO_CHOICES, ...choices });
  switch (next.kind) {
    case 'done':
      return 'done';
    case 'batch':
      return `${next.batch}: ${next.steps.map(({ step }) => step.number).join(' ')}`;
    case 'blocked':
      return `${next.batch} blocked: ${next.steps
        .map(({ view, why }) => `${view.step.number ?? ''} (${why.join('; ')})`)
        .join(', ')}`;
  }
}

const TWO_BATCHES = {
  a: { batch: '1' },
  b: { batch: '1' },
  c: { batch: '2', needs: ['a'] },
  d: { batch: '2' },
};

const CASES: Readonly<Record<string, Case>> = {
  'no step at all': { steps: {}, next: 'done' },
  'the batches that the format gives': { steps: TWO_BATCHES, next: '1: a b' },
  'batches by their number, not by the text': {
    steps: { a: { batch: '10' }, b: { batch: '9' } },
    next: '9: b',
  },
  'what is left of a batch': {
    steps: { ...TWO_BATCHES, a: { batch: '1', mark: 'complete' } },
    next: '1: b',
  },
  'the next batch once one is over': {
    steps: {
      ...TWO_BATCHES,
      a: { batch: '1', mark: 'complete' },
      b: { batch: '1', mark: 'superseded' },
    },
    next: '2: c d',
  },
  'a step without a batch comes after all that have one': {
    steps: { a: {}, b: { batch: '1' } },
    next: '1: b',
  },
  'no batches: one step at a time': { steps: { a: {}, b: {} }, next: 'a: a' },
  'no batches: what nothing stands in the way of comes first': {
    steps: { a: { needs: ['b'] }, b: {} },
    next: 'b: b',
  },
  'no batches: blocked once nothing else is left': {
    steps: { a: { needs: ['x'] }, b: { mark: 'complete' }, c: { needs: ['a'] } },
    next: 'a blocked: a (needs x)',
  },
  'a batch size': { steps: { a: {}, b: {}, c: {} }, policy: { batchSize: 2 }, next: '1: a b' },
  'a batch size: the groups stay what they are as steps get done': {
    steps: { a: { mark: 'complete' }, b: {}, c: {} },
    policy: { batchSize: 2 },
    next: '1: b',
  },
  'a batch size goes before the batches of the format': {
    steps: TWO_BATCHES,
    policy: { batchSize: 3 },
    next: '1: a b',
  },
  'a batch size and a selection': {
    steps: { a: {}, b: {}, c: {}, d: {} },
    policy: { batchSize: 2, steps: ['b-step', 'd-step'] },
    next: '1: b d',
  },
  'a batch size and gaps only': {
    steps: { a: {}, b: { closesGaps: true }, c: {}, d: { closesGaps: true } },
    policy: { batchSize: 2, gapsOnly: true },
    next: '1: b d',
  },
  'a batch size: what is not counted takes no place': {
    steps: { a: { uncounted: true }, b: {}, c: {} },
    policy: { batchSize: 2 },
    next: '1: b c',
  },
  'steps of a batch that wait for each other: first those that wait for nothing': {
    steps: { a: { batch: '1' }, b: { batch: '1', needs: ['a'] } },
    next: '1: a',
  },
  'an unfinished dependency blocks, and a later batch does not begin': {
    steps: { a: { batch: '1', needs: ['x'] }, b: { batch: '2' } },
    next: '1 blocked: a (needs x)',
  },
  'a superseded dependency blocks': {
    steps: { a: { mark: 'superseded', batch: '1' }, b: { batch: '2', needs: ['a'] } },
    next: '2 blocked: b (needs a)',
  },
  'a halted step blocks, with what its handoff says': {
    steps: { a: { mark: 'complete', says: 'partial' } },
    next: 'a blocked: a (its handoff says partial)',
  },
  'a contradiction blocks, with what is contradictory': {
    steps: { a: { mark: 'pending' } },
    runs: [left(ended('a', 'complete', { approved: { by: 'Ada', at: '2026-01-01T10:10:00.000Z' } }))],
    next: 'a blocked: a (approved by Ada, but marked pending)',
  },
  'begun elsewhere blocks': {
    steps: { a: { mark: 'in-progress' } },
    next: 'a blocked: a (something else has begun it)',
  },
  'a mark that no tool knows blocks': {
    steps: { a: { mark: 'unrecognised' } },
    next: 'a blocked: a (its status "Pending" is none that can be run)',
  },
  'a run of its own that stands still does not': {
    steps: { a: {}, b: {} },
    runs: [left(ended('a', 'user_stopped')), left(run('b'))],
    next: 'a: a',
  },
  'forced: run in spite of what stands in the way': {
    steps: { a: { needs: ['x'] } },
    choices: { forced: ['a-step'] },
    next: 'a: a',
  },
  'left out after it was forced: not run': {
    steps: { a: { needs: ['x'] } },
    choices: { forced: ['a-step'], leftOut: ['a-step'] },
    next: 'done',
  },
  'skipped after it was forced: not run': {
    steps: { a: { needs: ['x'] } },
    choices: { forced: ['a-step'], skipped: ['a-step'] },
    next: 'done',
  },
  'left out with all that depends on it': {
    steps: { a: {}, b: { needs: ['a'] }, c: { needs: ['b'] }, d: {} },
    choices: { leftOut: ['a-step'] },
    next: 'd: d',
  },
  'left out: what was done in spite of it lets others go on': {
    steps: { a: {}, b: { needs: ['a'], mark: 'complete' }, c: { needs: ['b'] } },
    choices: { leftOut: ['a-step'] },
    next: 'c: c',
  },
  'skipped: what depends on it goes on without it': {
    steps: { a: {}, b: { needs: ['a'] } },
    choices: { skipped: ['a-step'] },
    next: 'b: b',
  },
  'skipped: what depends on something else too is blocked': {
    steps: { a: {}, b: { needs: ['a', 'x'] } },
    choices: { skipped: ['a-step'] },
    next: 'b blocked: b (needs a; needs x)',
  },
  'gaps only': {
    steps: { a: { batch: '1' }, b: { batch: '2', closesGaps: true } },
    policy: { gapsOnly: true },
    next: '2: b',
  },
  'gaps only, and none are planned': { steps: { a: {} }, policy: { gapsOnly: true }, next: 'done' },
  'steps that were selected': { steps: TWO_BATCHES, policy: { steps: ['b-step', 'd-step'] }, next: '1: b' },
  'a selection of steps that are not there': { steps: TWO_BATCHES, policy: { steps: ['?'] }, next: 'done' },
  'dependencies in a circle, one of them left out': {
    steps: { a: { needs: ['b'] }, b: { needs: ['a'] }, c: {} },
    choices: { leftOut: ['a-step'] },
    next: 'c: c',
  },
};

describe('the next batch of a stage', () => {
  for (const [name, one] of Object.entries(CASES)) {
    it(name, () => {
      assert.equal(words(one), one.next);
    });
  }

  it('names the dependents of steps, in the order of the stage and without those that are done', () => {
    const stage = stageOf({
      a: {},
      b: { needs: ['a'] },
      c: { needs: ['b'] },
      d: { needs: ['a'], mark: 'complete' },
      e: {},
    });
    const keys = (...of: string[]): string[] => dependentsOf(of, stage).map(({ step }) => step.key);
    assert.deepEqual(keys('a-step'), ['b-step', 'c-step']);
    assert.deepEqual(keys('a-step', 'b-step'), ['c-step']);
    assert.deepEqual(keys('e-step'), []);
    assert.deepEqual(keys(), []);
  });

  it('knows what is left of what was asked for', () => {
    const stage = stageOf({ a: { mark: 'complete' }, b: {}, c: {} });
    const numbers = (policy: Partial<StagePolicy>) =>
      stepsLeft(stage, { ...POLICY, ...policy }).map(({ step }) => step.number);
    assert.deepEqual(numbers({}), ['b', 'c']);
    assert.deepEqual(numbers({ steps: ['a-step', 'c-step'] }), ['c']);
  });

  it('takes a thousand steps in a chain, all left out, in no time', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`s${at}`, at === 0 ? {} : { needs: [`s${at - 1}`] }]),
    );
    const stage = stageOf(steps);
    const began = performance.now();
    assert.deepEqual(nextBatch(stage, POLICY, { ...NO_CHOICES, leftOut: ['s0-step'] }), { kind: 'done' });
    assert.ok(performance.now() - began < 500);
  });
});
