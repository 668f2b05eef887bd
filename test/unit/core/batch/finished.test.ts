import assert from 'node:assert/strict';
import { finishedByResults, finishedByStage } from '../../../../src/core/batch/finished';
import { unfinishedSteps } from '../../../../src/core/batch/nextBatch';
import type { BatchRecord, StepResult } from '../../../../src/core/batch/record';
import { stageOf, type StepWords } from './stageValues';

/** `1 a`: batch 1 with its steps, and how each came out; `-` for none. */
function record(number: number, words: string, results?: string): BatchRecord {
  const [batch = '', ...steps] = words.split(' ');
  const outcomes = { d: 'done', f: 'failed', s: 'skipped' } as Record<string, StepResult['outcome']>;
  const keys = steps.map((name) => `${name}-step`);
  const told = keys.flatMap((step, at): StepResult[] => {
    const outcome = outcomes[results?.[at] ?? ''];
    return outcome ? [{ step, outcome, text: '' }] : [];
  });
  return {
    ...{ number, batch, startedAt: '', rounds: [keys], notes: [] },
    steps: keys.map((key) => ({ key, number: '', title: key, builds: '', objective: '' })),
    ...(results !== undefined && { endedAt: 'x', results: told }),
  };
}

function words({ keys, goesOn }: ReturnType<typeof finishedByResults>): string {
  return [...keys, ...(goesOn ? ['goes on'] : [])].join(' ');
}

describe('which batches of a stage’s run are finished', () => {
  const DONE: StepWords = { batch: '1', mark: 'complete' };
  const OPEN: StepWords = { batch: '1' };
  for (const [name, steps, batches, expected, leftOut = []] of [
    ['one whose steps are done', { a: DONE, b: DONE }, [record(1, '1 a b', 'dd')], '1'],
    ['one under way is not', { a: DONE, b: OPEN }, [record(1, '1 a b')], ''],
    ['one with a step that failed is not', { a: DONE, b: OPEN }, [record(1, '1 a b', 'df')], 'goes on'],
    [
      'one whose failed step was left out is',
      { a: DONE, b: OPEN },
      [record(1, '1 a b', 'df')],
      '1',
      ['b-step'],
    ],
    [
      'a retry is the same batch',
      { a: DONE, b: DONE },
      [record(1, '1 a b', 'df'), record(2, '1 b', 'd')],
      '1',
    ],
    [
      'a part of one whose steps wait for each other is not',
      { a: DONE, b: { ...OPEN, needs: ['a'] } },
      [record(1, '1 a', 'd')],
      'goes on',
    ],
    [
      'all its parts are one',
      { a: DONE, b: { ...DONE, needs: ['a'] } },
      [record(1, '1 a', 'd'), record(2, '1 b', 'd')],
      '1',
    ],
    [
      'the one before is, where the last goes on',
      { a: DONE, b: { batch: '2' } },
      [record(1, '1 a', 'd'), record(2, '2 b', 'f')],
      '1 goes on',
    ],
    ['one whose step a person has carried out', { a: DONE }, [record(1, '1 a', 'f')], '1'],
    ['steps without batches are each one', { a: { mark: 'complete' }, b: {} }, [record(1, 'a a', 'd')], 'a'],
  ] as const) {
    it(`of a format’s own: ${name}`, () => {
      const choices = { leftOut, skipped: [], forced: [] };
      const unfinished = unfinishedSteps(stageOf(steps), { stopAfter: 'stage' }, choices);
      assert.equal(words(finishedByStage(batches, unfinished)), expected);
    });
  }

  for (const [name, batches, expected] of [
    ['done and skipped', [record(1, '1 a b', 'ds')], '1'],
    ['under way', [record(1, '1 a')], ''],
    ['taken back, and run again', [record(1, '1 a b', 'ff'), record(2, '2 a b', 'dd')], '2'],
    ['taken back, and run again in smaller ones', [record(1, '1 a b', 'ff'), record(2, '2 a', 'd')], '2'],
    ['ended before its last for a commit', [record(1, '1 a b', 'd-'), record(2, '2 b c', 'dd')], '2'],
    ['failed, and its rest run in another', [record(1, '1 a b', 'df'), record(2, '2 b c', 'dd')], '2'],
  ] as const) {
    it(`by what came of them: ${name}`, () => {
      assert.equal(words(finishedByResults(batches)), expected);
    });
  }
});
