import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runReport } from '../../../src/core/runReport';
import { EVENTS, foldOf } from './sampleRun';

describe('the page of a run', () => {
  for (const [name, events] of [
    ['ended', EVENTS],
    [
      'stopped',
      [
        ...EVENTS.slice(0, 4),
        { type: 'moon_landed' },
        { type: 'gate_opened', token: '0', gate: foldOf(EVENTS).run?.gates[0]?.gate },
        { type: 'run_stopped', stop: { code: 'agent_timeout', detail: 'No answer within 60 seconds.' } },
      ],
    ],
  ] as const) {
    it(name, () => {
      const { run, events: read } = foldOf(events);
      assert.ok(run);
      const damaged = name === 'stopped' ? [{ line: 9, reason: 'not JSON' }] : [];
      const expected = readFileSync(join(__dirname, `../../fixtures/runner/report-${name}.md`), 'utf8');
      assert.equal(runReport({ ...run, damaged }, read), expected);
    });
  }
});
