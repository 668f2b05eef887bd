import assert from 'node:assert/strict';
import { hindrances, isOpen } from '../../../../src/core/batch/standing';
import { ended, left, run } from '../mapValues';
import { stageOf, type StepWords } from './stageValues';

const CASES: readonly (readonly [
  status: string,
  words: StepWords,
  expected: string,
  runs?: Parameters<typeof stageOf>[1],
])[] = [
  ['ready', {}, 'open'],
  ['blocked', { needs: ['x'] }, 'open: needs x'],
  ['done', { mark: 'complete' }, 'over'],
  ['superseded', { mark: 'superseded' }, 'over'],
  ['ready', { uncounted: true }, 'over'],
  ['doneWithGaps', { mark: 'complete', says: 'partial' }, 'open: its handoff says partial'],
  ['unknown', { mark: 'in-progress' }, 'open: something else has begun it'],
  ['skippedByTool', { mark: 'unrecognised' }, 'open: its status "Pending" is none that can be run'],
  ['needsReview', { mark: 'complete' }, 'over', [left(ended('a', 'complete'))]],
  ['interrupted', {}, 'open', [left(run('a'))]],
  ['stopped', {}, 'open', [left(ended('a', 'user_stopped'))]],
  ['failed', { needs: ['x'] }, 'open: needs x', [left(ended('a', 'agent_failed'))]],
];

describe('how a step stands for the run of its stage', () => {
  for (const [status, words, expected, runs = []] of CASES) {
    it(`${status}: ${expected}`, () => {
      const [view] = stageOf({ a: words }, runs).steps;
      assert.ok(view);
      const why = hindrances(view);
      const told = isOpen(view) ? ['open', ...(why.length === 0 ? [] : [why.join('; ')])].join(': ') : 'over';
      assert.deepEqual([view.status, told], [status, expected]);
    });
  }
});
