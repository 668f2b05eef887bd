import assert from 'node:assert/strict';
import { overByRun, withOver } from '../../../../src/core/batch/overByRun';
import type { BatchRecord, StepResult } from '../../../../src/core/batch/record';
import type { Run } from '../../../../src/core/run';
import type { StageView, StepView } from '../../../../src/core/status';

const stage = (batches: Record<number, Record<string, StepResult['outcome']> | undefined>): Run =>
  ({
    batches: Object.entries(batches).map(([number, results]): Partial<BatchRecord> => ({
      number: Number(number),
      ...(results && {
        results: Object.entries(results).map(([step, outcome]) => ({ step, outcome, text: '' })),
      }),
    })),
  }) as unknown as Run;

/** `a@1 complete` */
const child = (text: string): Run => {
  const [, key, batch, code] = /^(\w+)@(\d) (\w+)$/.exec(text) ?? [];
  const phase = code === 'active' ? 'active' : code === 'user_stopped' ? 'stopped' : 'ended';
  const stop = code === 'active' ? {} : { stop: { code, detail: '' } };
  return { header: { step: { key }, parent: { batch: Number(batch) } }, phase, ...stop } as unknown as Run;
};

describe('steps that are over by their runs', () => {
  for (const [name, batches, children, expected] of [
    ['that succeeded, while their batch is under way', { 1: undefined }, ['a@1 complete', 'b@1 active'], 'a'],
    [
      'that succeeded in a batch that did',
      { 1: { a: 'done', b: 'done' } },
      ['a@1 complete', 'b@1 complete'],
      'a b',
    ],
    ['and not those of a batch that was not verified', { 1: { a: 'failed' } }, ['a@1 complete'], ''],
    [
      'and not those that failed or stand still',
      { 1: undefined },
      ['a@1 acceptance_failed', 'b@1 user_stopped'],
      '',
    ],
    [
      'by the last run that each has',
      { 1: { a: 'failed' }, 2: { a: 'done' } },
      ['a@1 complete', 'a@2 complete'],
      'a',
    ],
    [
      'and not one whose last run failed',
      { 1: { a: 'done' }, 2: undefined },
      ['a@1 complete', 'a@2 agent_failed'],
      '',
    ],
  ] as const)
    it(name, () => {
      assert.equal([...overByRun(stage(batches), children.map(child))].join(' '), expected);
    });
});

describe('a stage with steps that are over', () => {
  const view = (key: string, status: StepView['status'], ...needs: readonly string[]): StepView =>
    ({
      step: { key, dependsOn: needs.map((step) => ({ number: step, satisfied: false, step })) },
      status,
      contradictions: status === 'contradiction' ? ['odd'] : [],
      blockedBy: needs.map((step) => `step ${step}`),
    }) as unknown as StepView;
  const shown = (over: readonly string[], ...steps: readonly StepView[]): string[] =>
    withOver({ steps } as unknown as StageView, new Set(over)).steps.map(
      ({ step, status, blockedBy, contradictions }) =>
        [step.key, status, ...blockedBy, ...contradictions].join(' '),
    );

  it('has them done, and what waited for them alone ready', () => {
    assert.deepEqual(
      shown(
        ['a'],
        view('a', 'contradiction'),
        view('b', 'blocked', 'a'),
        view('c', 'blocked', 'a', 'b'),
        view('d', 'failed', 'a'),
        view('e', 'ready'),
      ),
      ['a done', 'b ready', 'c blocked step b', 'd failed', 'e ready'],
    );
  });

  it('is the same where none is', () => {
    const before = { steps: [] } as unknown as StageView;
    assert.equal(withOver(before, new Set()), before);
  });
});
