import assert from 'node:assert/strict';
import { workedMs } from '../../../src/core/runTime';
import { ANSWER, eventsOf, GATE, STARTED } from './sampleRun';

const note = { type: 'note', text: 'x' };
const opened = { type: 'gate_opened', token: '0', gate: GATE };
const answered = { type: 'gate_answered', token: '0', node: 'x', answer: ANSWER };
const resumed = { type: 'run_resumed', by: 'Ada' };

describe('how long a run has worked', () => {
  for (const [name, events, now, seconds] of [
    ['nothing has happened', [], 9, 0],
    ['from the start to now', [STARTED, note], 9, 9],
    ['not while a gate waits', [STARTED, note, opened], 9, 2],
    ['not while a gate waited', [STARTED, opened, note, note, answered, note], 9, 6],
    ['anew after resuming', [STARTED, note, note, resumed], 9, 6],
    ['resumed with a gate that waits', [STARTED, opened, note, resumed], 9, 0],
  ] as const) {
    it(name, () => {
      assert.equal(workedMs(eventsOf(events), new Date(Date.UTC(2026, 0, 31, 12, 0, now))), seconds * 1000);
    });
  }
});
