import assert from 'node:assert/strict';
import {
  type BatchOutcome,
  completed,
  deferred,
} from '../../../../../../src/core/formats/prompts/run/outcome';
import { runLog } from '../../../../../../src/core/formats/prompts/run/runLog';
import { prompt, RUN } from './sampleRun';

/** `1 failed: 09 success, 10 failed` */
function batch(text: string): BatchOutcome {
  const [, number, state, prompts = ''] = /^(\d+) (\w+): (.*)$/.exec(text) ?? [];
  return {
    number: Number(number),
    state: state as BatchOutcome['state'],
    prompts: prompts.split(', ').map((one) => {
      const [key = '', status] = one.split(' ');
      return prompt(key, { status: status as 'success' });
    }),
    checks: [],
    requested: [],
    proposals: [],
  };
}

const SUCCESS_FAILED = '09 success, 10 failed';

describe('prompts: what of a run stands and what is left', () => {
  const cases: readonly (readonly [name: string, batches: readonly string[], done: string, left: string])[] =
    [
      [
        'of a failed batch is left whole',
        [`1 failed: ${SUCCESS_FAILED}`, '2 waiting: 11 not_run'],
        '',
        '9 10 11',
      ],
      [
        'of a failed batch stands where another began on it',
        [`1 failed: ${SUCCESS_FAILED}`, '2 completed: 10 success, 11 success'],
        '09@1 10@2 11@2',
        '',
      ],
      [
        'of a batch that was taken back is what was done after it',
        ['1 rolled_back: 09 rolled_back, 10 rolled_back', '2 running: 09 success', '3 waiting: 10 not_run'],
        '09@2',
        '10',
      ],
      ['of a prompt that fails again is left once', ['1 failed: 09 failed', '2 failed: 09 failed'], '', '9'],
    ];
  for (const [name, texts, done, left] of cases)
    it(name, () => {
      const batches = texts.map(batch);
      const number = (key: string): string => key.replace('PROMPT_', '');
      assert.equal(
        completed(batches)
          .map((one) => `${number(one.prompt.key)}@${one.number}`)
          .join(' '),
        done,
      );
      assert.equal(
        deferred(batches)
          .map(({ key }) => Number(number(key)))
          .join(' '),
        left,
      );
    });

  it('is told in the log of the last batch that ran the prompt', () => {
    const logOf = (...texts: readonly string[]): string =>
      runLog({ ...RUN, batches: texts.map(batch) }, 'PROMPT_09').split('\n\n')[1] ?? '';
    assert.equal(
      logOf('1 rolled_back: 09 rolled_back', '2 waiting: 09 not_run'),
      '- status: `rolled_back`\n- batch: `1`',
    );
    assert.equal(
      logOf('1 rolled_back: 09 rolled_back', '2 completed: 09 success'),
      '- status: `success`\n- batch: `2`',
    );
  });
});
