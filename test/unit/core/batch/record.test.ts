import assert from 'node:assert/strict';
import { finishedByResults } from '../../../../src/core/batch/finished';
import { policyOf, restAfterBatch } from '../../../../src/core/batch/policy';
import { runReport } from '../../../../src/core/runReport';
import { foldOf, STARTED } from '../sampleRun';

type Loose = Readonly<Record<string, unknown>> & { readonly type: string };

const STAGE: Loose = { ...STARTED, stage: { key: '01', policy: { parallel: 1, stopAfter: 'stage' } } };
const STEP = { key: 'a', number: '01', title: 'A', builds: 'a thing', objective: 'Builds a thing.' };
const began = (number: number, more: object = {}): Loose => ({
  ...{ type: 'batch_started', number, batch: `b${number}`, steps: [STEP], rounds: [['a']], notes: [] },
  ...more,
});
const over = (number: number, outcome = 'done', text = 'Built.'): Loose => ({
  type: 'batch_ended',
  number,
  results: [{ step: 'a', outcome, text }],
});

/** `1 b1 12:00:01-12:00:02: a done` for each batch. */
function told(events: readonly Loose[]): string[] {
  const clock = (at: string): string => at.slice(17, 19);
  return (foldOf(events).run?.batches ?? []).map(({ number, batch, startedAt, endedAt, results }) => {
    const end = endedAt === undefined ? '' : clock(endedAt);
    const words = (results ?? []).map(({ step, outcome }) => `${step} ${outcome}`).join(', ');
    return `${number} ${batch} ${clock(startedAt)}-${end} ${words}`.trim();
  });
}

describe('the batches of a journal', () => {
  for (const [name, events, expected] of [
    ['none', [STAGE], []],
    ['begun', [STAGE, began(1)], ['1 b1 01-']],
    ['over', [STAGE, began(1), over(1)], ['1 b1 01-02 a done']],
    ['one after the other', [STAGE, began(1), over(1), began(2)], ['1 b1 01-02 a done', '2 b2 03-']],
    ['begun twice: the first time, the last words', [STAGE, began(1), began(1, { batch: 'x' })], ['1 x 01-']],
    [
      'begun again after its end: the end counts',
      [STAGE, began(1), over(1), began(1)],
      ['1 b1 01-02 a done'],
    ],
    ['over twice: the last word', [STAGE, began(1), over(1), over(1, 'failed')], ['1 b1 01-03 a failed']],
    ['an end before any beginning is none', [STAGE, over(1), began(1)], ['1 b1 02-']],
    ['an end of another batch is none', [STAGE, began(1), over(2)], ['1 b1 01-']],
    [
      'nothing follows the end of the run',
      [
        STAGE,
        began(1),
        { type: 'run_ended', node: 'e', output: '', stop: { code: 'stage_complete', detail: '' } },
        over(1),
      ],
      ['1 b1 01-'],
    ],
  ] as const) {
    it(name, () => {
      assert.deepEqual(told(events), expected);
    });
  }

  const odd = JSON.parse('{"toString":1,"valueOf":1,"__proto__":{"x":1}}') as object;
  for (const [name, event, problem] of [
    ['steps that are texts', began(1, { steps: ['a'] }), 'steps'],
    ['a step without words', began(1, { steps: [{ key: 'a' }] }), 'steps'],
    ['a step whose title cannot be text', began(1, { steps: [{ ...STEP, title: odd }] }), 'steps'],
    ['rounds of anything', began(1, { rounds: [['a', 1]] }), 'rounds'],
    ['rounds that are no lists', began(1, { rounds: ['a'] }), 'rounds'],
    ['notes of anything', began(1, { notes: [odd] }), 'notes'],
    ['a number that is text', began(1, { number: '1' }), 'number'],
    ['results that are none', { type: 'batch_ended', number: 1, results: [null] }, 'results'],
    ['an outcome that is none', over(1, 'splendid'), 'results'],
    [
      'a result whose text cannot be one',
      { type: 'batch_ended', number: 1, results: [{ step: 'a', outcome: 'done', text: odd }] },
      'results',
    ],
    ['names that are none', { type: 'batch_ended', number: 1, results: [], enables: [odd] }, 'enables'],
    ['a wish of nobody', { type: 'stop_asked' }, 'by'],
    ['a step that is none', { type: 'step_skipped', step: odd, reason: '', by: '' }, 'step'],
    ['a policy that is text', { type: 'run_resumed', by: 'x', policy: 'all' }, 'policy'],
  ] as const) {
    it(`counts as damaged: ${name}`, () => {
      const { run, damaged } = foldOf([STAGE, began(1), event]);
      assert.deepEqual(damaged, [{ line: 3, reason: `${event.type} has no proper "${problem}"` }]);
      assert.equal(run?.batches.length, 1);
    });
  }

  for (const stage of [
    {},
    { key: '01', policy: odd },
    { key: '__proto__', policy: { stopAfter: odd, steps: odd } },
  ]) {
    it(`breaks nobody who reads it: ${JSON.stringify(stage)}`, () => {
      const { run, events, damaged } = foldOf([
        { ...STARTED, stage, parent: { run: 'r1', batch: odd, together: odd } },
        began(1e308, { batch: '`</script>\u0000', isolated: odd, steps: [], rounds: [[]] }),
        over(1e308, 'failed', '|'.repeat(10_000)),
        { type: 'stop_asked', by: '' },
        { type: 'step_skipped', step: '__proto__', reason: '', by: '' },
        {
          type: 'run_resumed',
          by: 'x',
          policy: { parallel: odd, stopAfter: odd, steps: [odd], batchSize: odd },
        },
      ]);
      assert.deepEqual(damaged, []);
      assert.ok(run);
      assert.match(runReport(run, events), /^# /);
      assert.deepEqual(policyOf(events), { parallel: 1, stopAfter: 'stage', steps: [] });
      assert.equal(restAfterBatch(events, [run], finishedByResults(run.batches)), undefined);
    });
  }

  it('has no run where the stage has no readable key', () => {
    assert.equal(foldOf([{ ...STARTED, stage: { key: odd } }]).run, undefined);
  });
});
