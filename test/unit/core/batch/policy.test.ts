import assert from 'node:assert/strict';
import { policyOf, restAfterBatch } from '../../../../src/core/batch/policy';
import type { FinishedBatches } from '../../../../src/core/batch/finished';
import type { Run } from '../../../../src/core/run';
import { gate, run } from '../mapValues';
import { eventsOf, STARTED } from '../sampleRun';

type Loose = Readonly<Record<string, unknown>> & { readonly type: string };

const stage = (policy: unknown): Loose => ({ ...STARTED, stage: { key: '01', policy } });
const resumed = (policy?: unknown): Loose => ({ type: 'run_resumed', by: 'Bo', policy });
const stopped = (code: string): Loose => ({ type: 'run_stopped', stop: { code, detail: '' } });
const ended = (number: number): Loose => ({ type: 'batch_ended', number, results: [] });
const begun = (number: number, batch = `b${number}`): Loose => ({
  ...{ type: 'batch_started', number, batch, steps: [], rounds: [], notes: [] },
});
const BEGUN = [1, 2, 3, 4].map((number) => begun(number));
const ALL: FinishedBatches = { keys: new Set(BEGUN.map(({ batch }) => String(batch))), goesOn: false };
const asked: Loose = { type: 'stop_asked', by: 'Ada' };
const gateOpened: Loose = { type: 'gate_opened', token: '0', gate: gate('Steps failed', '01') };

const WHOLE = { parallel: 1, stopAfter: 'stage' };
const TWO = { parallel: 1, stopAfter: { batches: 2 } };
const GATE = { parallel: 1, stopAfter: 'gate' };

describe('the policy of a stage', () => {
  for (const [name, events, expected] of [
    ['as it began', [stage({ parallel: 3, stopAfter: 'gate' })], { parallel: 3, stopAfter: 'gate' }],
    ['as it went on', [stage(WHOLE), resumed(TWO)], TWO],
    ['as it went on, and on without a word', [stage(WHOLE), resumed(TWO), resumed()], TWO],
    [
      'with all that it can have',
      [stage({ ...TWO, gapsOnly: true, steps: ['a'], batchSize: 4 })],
      { ...TWO, gapsOnly: true, steps: ['a'], batchSize: 4 },
    ],
    ['that leaves how many at once to the plan', [stage({ stopAfter: 'gate' })], { stopAfter: 'gate' }],
    ['of a journal without one', [STARTED], { stopAfter: 'stage' }],
    ['of an empty journal', [], { stopAfter: 'stage' }],
  ] as const) {
    it(name, () => {
      assert.deepEqual(policyOf(eventsOf(events)), expected);
    });
  }

  for (const hostile of [
    { parallel: 'many', stopAfter: null },
    { parallel: 0, stopAfter: { batches: 0 }, batchSize: 0 },
    { parallel: -1, stopAfter: { batches: '2' }, batchSize: 1.5 },
    { parallel: 1e300, stopAfter: ['gate'], batchSize: 1e300, gapsOnly: 'yes' },
    { parallel: { toString: 1 }, stopAfter: { batches: {} }, batchSize: [3] },
  ]) {
    it(`takes nothing from ${JSON.stringify(hostile)}`, () => {
      assert.deepEqual(policyOf(eventsOf([stage(hostile)])), WHOLE);
      assert.deepEqual(policyOf(eventsOf([stage(TWO), resumed(hostile)])), WHOLE);
      assert.equal(restAfterBatch(eventsOf([stage(hostile), begun(1), ended(1)]), [], ALL), undefined);
    });
  }

  it('runs no step rather than all where the steps that were chosen cannot be read', () => {
    assert.deepEqual(policyOf(eventsOf([stage({ ...WHOLE, steps: 7 })])).steps, []);
    assert.deepEqual(policyOf(eventsOf([stage({ ...WHOLE, steps: ['a', 7] })])).steps, ['a']);
  });
});

describe('whether a stage comes to rest after a batch', () => {
  const childAsked = (at: string): Run =>
    run('01', { gates: [{ gate: { ...gate('Review', '01'), openedAt: at } }] });
  const late = [childAsked('2026-02-01T00:00:00.000Z')];
  const early = [childAsked('2026-01-01T00:00:00.000Z')];

  for (const [name, events, children, expected] of [
    ['the whole stage', [stage(WHOLE), ended(1)], late, undefined],
    ['somebody asked', [stage(WHOLE), asked, ended(1)], [], 'Ada asked to stop after this batch.'],
    [
      'nobody knows who asked',
      [stage(WHOLE), { ...asked, by: '' }],
      [],
      'Somebody asked to stop after this batch.',
    ],
    ['fewer batches than asked for', [stage(TWO), ended(1)], [], undefined],
    ['as many', [stage(TWO), ended(1), ended(2)], [], '2 batches were asked for.'],
    ['one, whose end is said twice', [stage(TWO), ended(1), ended(1)], [], undefined],
    ['one', [stage({ ...TWO, stopAfter: { batches: 1 } }), ended(1)], [], 'One batch was asked for.'],
    ['until a gate, and none was met', [stage(GATE), ended(1)], early, undefined],
    ['until a gate of the stage', [stage(GATE), gateOpened, ended(1)], [], 'A gate was met.'],
    ['until a gate of a step', [stage(GATE), ended(1)], late, 'A gate was met.'],
    [
      'going on after that rest counts anew',
      [stage(TWO), ended(1), ended(2), stopped('stopped_after_batch'), resumed(), ended(3)],
      [],
      undefined,
    ],
    [
      'and comes to rest again',
      [stage(TWO), ended(1), ended(2), stopped('stopped_after_batch'), resumed(), ended(3), ended(4)],
      [],
      '2 batches were asked for.',
    ],
    [
      'a Stop makes an end of what was asked',
      [stage(WHOLE), asked, stopped('user_stopped'), resumed(), ended(1)],
      [],
      undefined,
    ],
    [
      'a crash does not',
      [stage(WHOLE), asked, stopped('process_crashed'), resumed(), ended(1)],
      [],
      'Ada asked to stop after this batch.',
    ],
    [
      'nor a window that was closed',
      [stage(TWO), ended(1), stopped('window_closed'), resumed(), ended(2)],
      [],
      '2 batches were asked for.',
    ],
    [
      'nor a crash that nobody wrote down',
      [stage(TWO), ended(1), resumed(), ended(2)],
      [],
      '2 batches were asked for.',
    ],
    [
      'another policy does',
      [stage(WHOLE), asked, ended(1), stopped('process_crashed'), resumed(TWO), ended(2)],
      [],
      undefined,
    ],
    [
      'a gate from before the rest is no gate since',
      [stage(GATE), gateOpened, ended(1), stopped('stopped_after_batch'), resumed(), ended(2)],
      early,
      undefined,
    ],
  ] as const) {
    it(name, () => {
      const [header, ...others] = events;
      const stop = restAfterBatch(eventsOf([header, ...BEGUN, ...others]), children, ALL);
      assert.deepEqual(stop, expected && { code: 'stopped_after_batch', detail: expected });
    });
  }

  const twice = eventsOf([
    stage(TWO),
    begun(1, 'a'),
    ended(1),
    begun(2, 'a'),
    ended(2),
    begun(3, 'b'),
    ended(3),
  ]);
  for (const [name, events, keys, goesOn, expected] of [
    ['a retry is no batch of its own', twice.slice(0, 5), ['a'], false, undefined],
    ['the batch after a retry is the second', twice, ['a', 'b'], false, '2 batches were asked for.'],
    ['a batch that is not finished does not count', twice, ['b'], false, undefined],
    ['within a batch nothing rests', twice, ['a', 'b'], true, undefined],
    ['within a batch nobody is heard', eventsOf([stage(WHOLE), asked]), [], true, undefined],
  ] as const) {
    it(name, () => {
      const stop = restAfterBatch(events, [], { keys: new Set<string>(keys), goesOn });
      assert.equal(stop?.detail, expected);
    });
  }
});
