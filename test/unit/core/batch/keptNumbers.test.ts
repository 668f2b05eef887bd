import assert from 'node:assert/strict';
import { okstraBatches, type OkstraStage } from '../../../../src/core/formats/okstra/batches';
import { withKeptNumbers } from '../../../../src/core/batch/keptNumbers';
import type { BatchRecord } from '../../../../src/core/batch/record';
import { stageOf, type StepWords } from './stageValues';

/** The first two fit into one run, and so would the second and the fourth. */
const STAGES: readonly OkstraStage[] = [
  { number: 1, dependsOn: [], steps: 4 },
  { number: 2, dependsOn: [], steps: 4 },
  { number: 3, dependsOn: [1, 2], steps: 2 },
  { number: 4, dependsOn: [1], steps: 1 },
];

/** As the format counts: `1: 1 2, 2: 3 4`. */
function shown(done: readonly number[], batches: readonly (readonly [string, readonly number[]])[]): string {
  const words: Record<string, StepWords> = {};
  for (const [at, numbers] of okstraBatches(STAGES, new Set(done)).entries())
    for (const number of numbers)
      words[number] = { batch: String(at + 1), ...(done.includes(number) && { mark: 'complete' }) };
  const views = stageOf(words).steps.map((view) => {
    const batch = view.step.batch && { ...view.step.batch, byProgress: true as const };
    return { ...view, step: { ...view.step, ...(batch && { batch }) } };
  });
  const records = batches.map(([batch, numbers], at): BatchRecord => ({
    ...{ number: at + 1, batch, startedAt: '', rounds: [], notes: [] },
    steps: numbers.map((number) => {
      const text = String(number);
      return { key: `${text}-step`, number: text, title: '', builds: '', objective: '' };
    }),
  }));
  const kept = withKeptNumbers(views, { batches: records });
  const lines = new Map<string, string[]>();
  for (const { step } of kept) {
    const key = step.batch?.key ?? '-';
    lines.set(key, [...(lines.get(key) ?? []), step.number ?? '']);
  }
  return [...lines]
    .sort()
    .map(([key, numbers]) => `${key}: ${numbers.sort().join(' ')}`)
    .join(', ');
}

describe('the numbers of batches that are counted by what is done', () => {
  const cases: readonly (readonly [
    string,
    readonly number[],
    readonly (readonly [string, readonly number[]])[],
    string,
  ])[] = [
    ['nothing was run', [], [], '1: 1 2, 2: 3 4'],
    ['nothing was run, and one is done', [1], [], '1: 1, 2: 2 4, 3: 3'],
    ['a batch is half done', [1], [['1', [1, 2]]], '1: 1 2, 2: 4, 3: 3'],
    ['a batch is done', [1, 2], [['1', [1, 2]]], '1: 1 2, 2: 3 4'],
    [
      'one of it is run again',
      [1],
      [
        ['1', [1, 2]],
        ['1', [2]],
      ],
      '1: 1 2, 2: 4, 3: 3',
    ],
    [
      'one was left out',
      [1, 4],
      [
        ['1', [1, 2]],
        ['2', [4]],
      ],
      '1: 1 2, 2: 4, 3: 3',
    ],
    ['another run did the first', [1, 2], [['2', [3, 4]]], '1: 1 2, 2: 3 4'],
    ['another run did the first, and one of the second', [1, 2, 4], [['2', [3, 4]]], '1: 1 2, 2: 3 4'],
    ['somebody else did one besides', [1, 4], [['1', [1, 2]]], '1: 1 2, 2: 4, 3: 3'],
    ['one was asked for by its number', [4], [['1', [4]]], '1: 4, 2: 1 2, 3: 3'],
  ];
  for (const [name, done, batches, expected] of cases)
    it(name, () => {
      assert.equal(shown(done, batches), expected);
    });

  it('are those that the plan declares in other formats', () => {
    const { steps } = stageOf({ '01': { batch: '3' } });
    const batch = { number: 1, batch: '1', startedAt: '', rounds: [], notes: [], steps: [] };
    assert.equal(withKeptNumbers(steps, { batches: [batch] }), steps);
  });
});
