import assert from 'node:assert/strict';
import type { CheckName, CheckRecord } from '../../../src/core/checks';
import { verificationOf } from '../../../src/core/verification';

const check = (
  name: CheckName,
  status: CheckRecord['status'],
  more: Partial<CheckRecord> = {},
): CheckRecord => ({
  ...{ check: name, status, display: `run ${name}`, lines: [] },
  ...more,
});

describe('the verification of a run', () => {
  for (const [name, checks, expected] of [
    ['no checks', [], 'not_run'],
    ['only not run', [check('test', 'not_run')], 'not_run'],
    [
      'all',
      [check('lint', 'passed'), check('build', 'passed'), check('test', 'passed')],
      'passed lint build test',
    ],
    ['not all', [check('test', 'passed'), check('lint', 'not_run')], 'not_run test'],
    ['one failed', [check('test', 'failed'), check('lint', 'passed')], 'failed test lint'],
    ['one took too long', [check('test', 'timed_out')], 'failed test'],
    ['a formatter decides nothing', [check('format', 'failed')], 'not_run format'],
  ] as const) {
    it(name, () => {
      const { status, gates } = verificationOf({ checks });
      assert.equal([status, ...gates.map(({ id }) => id)].join(' '), expected);
    });
  }

  it('keeps command, exit code, time, and where the output is', () => {
    const failed = check('test', 'failed', { exitCode: 2, durationMs: 70, outputFile: '/d/checks/1.log' });
    const { gates } = verificationOf({ checks: [failed, check('lint', 'passed')] });
    assert.deepEqual(gates, [
      { id: 'test', command: 'run test', exit_code: 2, duration_ms: 70, log: '/d/checks/1.log' },
      { id: 'lint', command: 'run lint', exit_code: null, duration_ms: 0 },
    ]);
  });
});
