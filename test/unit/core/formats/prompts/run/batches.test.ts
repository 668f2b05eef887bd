import assert from 'node:assert/strict';
import { promptBatches, smallerSize } from '../../../../../../src/core/formats/prompts/run/batches';
import {
  type PromptSelection,
  selectPrompts,
} from '../../../../../../src/core/formats/prompts/run/selection';
import { stepsNamed } from './steps';

const STEPS = stepsNamed('00_s 09 10 11 12 14 100 11_t META_RUNNER');

describe('prompts: a selection', () => {
  const cases: readonly (readonly [
    name: string,
    selection: PromptSelection | undefined,
    expected: string,
  ])[] = [
    ['of nothing is all tasks, by number', undefined, '09 10 11 12 14 100'],
    ['of a range has both ends', { text: 'PROMPT_10..PROMPT_12' }, '10 11 12'],
    ['of a range with gaps', { text: 'PROMPT_12.txt - PROMPT_99' }, '12 14'],
    ['of a range leaves system prompts out', { text: 'PROMPT_00..PROMPT_09' }, '09'],
    ['of names, whatever their order', { text: '`PROMPT_14`, PROMPT_9 and PROMPT_14' }, '09 14'],
    ['of a system prompt by its name', { text: 'PROMPT_00_s, PROMPT_10' }, '00_s 10'],
    ['by keys', { keys: ['PROMPT_12', 'PROMPT_00_s', 'PROMPT_12'] }, '00_s 12'],
    [
      'of prose',
      { text: 'the newest `ones`' },
      '! “the newest `ones`” names no prompts. Write a range such as PROMPT_09..PROMPT_12, or names with commas between them.',
    ],
    [
      'of a blank',
      { text: '  ' },
      '! “” names no prompts. Write a range such as PROMPT_09..PROMPT_12, or names with commas between them.',
    ],
    [
      'of one that is not there',
      { text: 'PROMPT_10, PROMPT_13' },
      '! There is no prompt here for “PROMPT_13”.',
    ],
    [
      'of a range that is upside down',
      { text: 'PROMPT_12..PROMPT_09' },
      '! There is no prompt here for “PROMPT_12..PROMPT_09”.',
    ],
    [
      'by the key of a file that cannot be run',
      { keys: ['PROMPT_11_t'] },
      '! “PROMPT_11_t” is no prompt here that can be run.',
    ],
    ['by a hostile key', { keys: ['../x\n\u202e'] }, '! “../x” is no prompt here that can be run.'],
    ['by no keys', { keys: [] }, '! There is no prompt here that can be run.'],
  ];
  for (const [name, selection, expected] of cases)
    it(name, () => {
      const found = selectPrompts(STEPS, selection);
      const text =
        'refused' in found
          ? `! ${found.refused}`
          : found.steps.map(({ key }) => key.replace('PROMPT_', '')).join(' ');
      assert.equal(text, expected);
    });

  it('among files that cannot be run has nothing', () => {
    assert.deepEqual(selectPrompts(stepsNamed('11_t')), {
      refused: 'There is no prompt here that can be run.',
    });
  });

  it('of a long text ends at once', () => {
    for (const text of [
      'PROMPT_1,'.repeat(200_000),
      ' '.repeat(1_000_000),
      'PROMPT_1..PROMPT_999999999999999999',
    ])
      assert.ok('refused' in selectPrompts(STEPS, { text }));
  });
});

describe('prompts: batches', () => {
  const cases: readonly (readonly [count: number, size: number, expected: string])[] = [
    [5, 2, '1: 1 2 | 2: 3 4 | 3: 5'],
    [4, 1, '1: 1 | 2: 2 | 3: 3 | 4: 4'],
    [3, 50, '1: 1 2 3'],
    [0, 2, ''],
  ];
  for (const [count, size, expected] of cases)
    it(`of ${count} in ${size}`, () => {
      const steps = STEPS.filter(({ number }) => number !== undefined).slice(0, count);
      const text = promptBatches(steps, size)
        .map(({ number, steps: own }) => `${number}: ${own.map((step) => steps.indexOf(step) + 1).join(' ')}`)
        .join(' | ');
      assert.equal(text, expected);
    });

  it('become smaller down to one prompt', () => {
    assert.deepEqual([5, 3, 2, 1].map(smallerSize), [2, 1, 1, undefined]);
  });
});
