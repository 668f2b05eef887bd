import assert from 'node:assert/strict';
import { enabledBy } from '../../../../src/core/batch/enabled';
import { stageOf, type StepWords } from './stageValues';

describe('what a batch enables', () => {
  const DONE: StepWords = { mark: 'complete' };
  for (const [name, steps, outcome, expected] of [
    ['what waited for it', { a: DONE, b: { needs: ['a'] }, c: { needs: ['a'] } }, 'done', ['b', 'c']],
    ['not what waits for something else too', { a: DONE, b: { needs: ['a', 'x'] } }, 'done', []],
    ['not what never waited', { a: DONE, b: {} }, 'done', []],
    ['not what is done', { a: DONE, b: { ...DONE, needs: ['a'] } }, 'done', []],
    ['nothing where it failed', { a: DONE, b: { needs: ['a'] } }, 'failed', []],
  ] as const) {
    it(name, () => {
      const stage = stageOf(steps);
      const names = new Map(stage.steps.map(({ step: { number, title } }) => [`${number} ${title}`, number]));
      const enabled = enabledBy([{ step: 'a-step', outcome, text: '' }], stage);
      assert.deepEqual(
        enabled.map((one) => names.get(one)),
        expected,
      );
    });
  }
});
