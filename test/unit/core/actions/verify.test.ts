import assert from 'node:assert/strict';
import { builtinActions } from '../../../../src/core/actions';
import type { CheckName, CheckRecord } from '../../../../src/core/checks';
import { act } from './fakeContext';

const record = (
  check: CheckName,
  status: CheckRecord['status'],
  exitCode: number | null = 0,
): CheckRecord => ({
  check,
  status,
  display: `run ${check}`,
  exitCode,
  durationMs: 1000,
  lines: [`${check} said`],
});

const block = (check: string, ending = 'exit code 0'): string =>
  `$ run ${check}\n${check} said\n${ending}, 1.0 s`;
const pasted = (text: string): string => `\`\`\`\n${text}\n\`\`\``;
const notRun = (check: string): string => `${check} check: not run: nothing to run`;

describe('the verifying actions', () => {
  it('format and lint: both pass', async () => {
    const checks = { format: record('format', 'passed'), lint: record('lint', 'passed') };
    const seen = await act(builtinActions['verify_format_lint'], { checks });
    assert.equal(seen.next, 'verify_build');
    assert.deepEqual(seen.updates, {
      format_output: pasted(block('format')),
      format_evidence: block('format'),
      format_status: 'passed',
      lint_output: pasted(block('lint')),
      lint_evidence: block('lint'),
      lint_status: 'passed',
      lint_ok: true,
    });
  });

  it('a failed format check never fails the step', async () => {
    const seen = await act(builtinActions['verify_format_lint'], {
      checks: { format: record('format', 'failed', 2) },
    });
    assert.equal(seen.next, 'verify_build');
    assert.equal(seen.updates['format_evidence'], block('format', 'exit code 2'));
    assert.match(seen.note ?? '', /format check failed/);
  });

  it('lint that is not run holds nothing up and says "not run" wherever it is shown', async () => {
    const { updates, next } = await act(builtinActions['verify_format_lint'], {});
    assert.deepEqual(
      [next, updates['lint_ok'], updates['lint_status'], updates['lint_output']],
      ['verify_build', 'not run', 'not_run', pasted(notRun('lint'))],
    );
  });

  it('all checks: nothing after the first that fails is run', async () => {
    const checks = {
      lint: record('lint', 'passed'),
      build: record('build', 'failed', 1),
      test: record('test', 'passed'),
    };
    const seen = await act(builtinActions['verify_all'], { checks });
    assert.deepEqual(
      [seen.next, seen.updates['lint_ok'], seen.updates['build_ok'], seen.updates['tests_status']],
      ['fix_loop_gate', true, false, undefined],
    );
    const good = await act(builtinActions['verify_all'], { checks: { test: record('test', 'passed') } });
    assert.deepEqual(
      [good.next, good.updates['lint_ok'], good.updates['tests_ok']],
      [undefined, 'not run', true],
    );
  });

  const cases: readonly (readonly [string, CheckName, CheckRecord['status'], boolean | string, string])[] = [
    ['verify_build', 'build', 'passed', true, 'verify_tests'],
    ['verify_build', 'build', 'failed', false, 'fix_loop_gate'],
    ['verify_build', 'build', 'timed_out', false, 'fix_loop_gate'],
    ['verify_build', 'build', 'not_run', 'not run', 'verify_tests'],
    ['verify_tests', 'test', 'passed', true, 'edge_case_sweep'],
    ['verify_tests', 'test', 'failed', false, 'fix_loop_gate'],
    ['verify_tests', 'test', 'timed_out', false, 'fix_loop_gate'],
    ['verify_tests', 'test', 'not_run', 'not run', 'edge_case_sweep'],
    ['verify_format_lint', 'lint', 'failed', false, 'fix_loop_gate'],
    ['verify_format_lint', 'lint', 'timed_out', false, 'fix_loop_gate'],
  ];
  for (const [name, check, status, ok, next] of cases) {
    it(`${name}: ${status} -> ${next}`, async () => {
      const seen = await act(builtinActions[name], { checks: { [check]: record(check, status, null) } });
      const key = check === 'test' ? 'tests' : check;
      assert.deepEqual(
        [seen.next, seen.updates[`${key}_ok`], seen.updates[`${key}_status`]],
        [next, ok, status],
      );
    });
  }
});

describe('fix_loop_gate', () => {
  const run = (state: Readonly<Record<string, unknown>>): ReturnType<typeof act> =>
    act(builtinActions['fix_loop_gate'], { state });
  const failing = { lint_ok: true, build_ok: 'false', tests_ok: false, build_output: 'B', tests_output: 'T' };

  it('gives the first failure, counts, and resets the flags', async () => {
    const seen = await run(failing);
    assert.equal(seen.next, 'implement');
    assert.deepEqual(seen.updates, {
      fix_attempts: 1,
      fix_instructions: 'The build failed (fix attempt 1 of 2). Fix the cause and nothing else.\n\nB',
      lint_ok: true,
      build_ok: true,
      tests_ok: true,
    });
  });

  const instructions: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['lint first', { ...failing, lint_ok: false, lint_output: 'L' }, /^The lint check failed .*\n\nL$/s],
    ['tests', { build_ok: 'not run', tests_ok: false, tests_output: 'T' }, /^The tests failed .*\n\nT$/s],
    ['a check that could not be carried out', {}, /^A check could not be carried out \(fix attempt 1 of 2\)/],
    ['the last attempt', { ...failing, fix_attempts: '1' }, /fix attempt 2 of 2/],
  ];
  for (const [name, state, expected] of instructions) {
    it(name, async () => {
      assert.match(String((await run(state)).updates['fix_instructions']), expected);
    });
  }

  it('ends the run when the budget is spent, and leaves the state as it is', async () => {
    const seen = await run({ ...failing, fix_attempts: 2, max_fix_attempts: 2 });
    assert.deepEqual([seen.next, seen.updates], ['end_failure', {}]);
    assert.equal(seen.note, 'The build failed and the fix budget of 2 is spent.');
  });

  it('keeps to the budget of the graph', async () => {
    assert.equal((await run({ ...failing, max_fix_attempts: 0 })).next, 'end_failure');
  });
});
