import assert from 'node:assert/strict';
import type { BatchRecord, StepResult } from '../../../../src/core/batch/record';
import { resultLines, resultsCount, resultsOf } from '../../../../src/core/batch/results';

const TERMS = { step: 'plan', batch: 'wave' };

function record(batch: string, results: readonly StepResult[], more: Partial<BatchRecord> = {}): BatchRecord {
  const steps = results.map(({ step: key }) => ({
    ...{ key, number: key, title: `Part *${key}*`, builds: '', objective: '' },
  }));
  return { number: 1, batch, startedAt: '', endedAt: 'x', steps, rounds: [], notes: [], results, ...more };
}

const one = (step: string, outcome: StepResult['outcome'], text = ''): StepResult => ({
  step,
  outcome,
  text,
});
const back = { checkpoint: 'c', by: 'Bo', at: '' };

describe('what the batches of a stage came to', () => {
  for (const [name, batches, count, lines] of [
    ['nothing', [], 'no plan', []],
    [
      'each as it came out',
      [
        record('1', [
          one('01', 'done', 'Built <it>. Drifts: other names.'),
          one('02', 'failed', 'Agent failed.'),
        ]),
        record('2', [one('03', 'skipped', 'Left out by choice.'), one('04', 'done')]),
      ],
      '2 waves; 2 plans done, 1 failed, 1 left out',
      [
        '- 01 Part \\*01\\*: **done**. Built \\<it>. Drifts: other names.',
        '- 02 Part \\*02\\*: **failed**. Agent failed.',
        '- 03 Part \\*03\\*: **left out**. Left out by choice.',
        '- 04 Part \\*04\\*: **done**.',
      ],
    ],
    [
      'the last try of a step, in one batch',
      [record('1', [one('01', 'failed', 'No.')]), record('1', [one('01', 'done', 'Yes.')])],
      '1 wave; 1 plan done',
      ['- 01 Part \\*01\\*: **done**. Yes.'],
    ],
    [
      'a batch that was taken back is none',
      [record('1', [one('01', 'failed')], { takenBack: back }), record('2', [one('01', 'done')])],
      '1 wave; 1 plan done',
      ['- 01 Part \\*01\\*: **done**.'],
    ],
    ['a batch under way tells nothing', [{ ...record('1', []), endedAt: undefined as never }], 'no plan', []],
  ] as const) {
    it(name, () => {
      const results = resultsOf(batches);
      assert.deepEqual([resultsCount(results, TERMS), resultLines(results)], [count, lines]);
    });
  }

  it('is short, however many steps there are', () => {
    const many = Array.from({ length: 1000 }, (_, at) => one(String(at), 'done'));
    const lines = resultLines(resultsOf([record('1', many)]));
    assert.deepEqual([lines.length, lines.at(-1)], [201, '- and 800 more']);
  });
});
