import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proposal } from '../../../src/core/handoff/proposals';
import { runReport } from '../../../src/core/runReport';
import { allStopReasons } from '../../../src/core/stops';
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

  it('has words for every action of the registry', () => {
    const next = allStopReasons().map(({ code }) => {
      const { run, events } = foldOf([
        ...EVENTS.slice(0, 3),
        { type: 'run_stopped', stop: { code, detail: '' } },
      ]);
      assert.ok(run);
      return /^Next: .*$/m.exec(runReport(run, events))?.[0];
    });
    assert.deepEqual(
      next.filter((line) => line === undefined || /[a-z][A-Z]/.test(line)),
      [],
    );
  });

  it('shows what was put back, also where no handoff was ever written', () => {
    const put = proposal('steps/02-b.md', 'old\n', 'new\n');
    const ended = { outcome: { kind: 'stopped' }, proposals: put };
    const { run, events } = foldOf([
      ...EVENTS.slice(0, 3),
      { type: 'agent_ended', token: '0', node: 'implement', attempt: 1, ...ended },
      { type: 'run_stopped', stop: { code: 'user_stopped', detail: 'Ada stopped the run.' } },
    ]);
    assert.ok(run);
    const page = runReport(run, events);
    assert.ok(
      page.includes(`## Changes of the plan that were put back\n\n${put.trim()}\n\n## Timeline`),
      page,
    );
  });
});
