/**
 * `verify_format_lint`, `verify_build`, `verify_tests` and `fix_loop_gate` (coyote.md 1.7), and `verify_all`. The original's keys keep
 * their meaning; `<name>_status` tells the truth where the original says "ok" for a check that was not run, and
 * `<name>_evidence` is what the handoff must quote.
 */
import { hasFailed, type CheckName, type CheckRecord } from '../checks';
import { evidenceBlock } from '../handoff/evidence';
import { fenced } from '../handoff/fence';
import type { State } from '../protocol/walk';
import type { Action } from './action';
import { countOf, isFalse, textOf } from './read';

/** The prefix that a check has in the state. */
const PREFIX = { format: 'format', lint: 'lint', build: 'build', test: 'tests' } as const satisfies Record<
  CheckName,
  string
>;

/** The checks whose evidence a handoff must have, by the state's key. */
export const EVIDENCE_KEYS: readonly (readonly [CheckName, string])[] = [
  ['format', 'format_evidence'],
  ['lint', 'lint_evidence'],
  ['build', 'build_evidence'],
  ['test', 'tests_evidence'],
];

/** What a check leaves in the state: its evidence ready to be pasted, and its status. */
function outcome(record: CheckRecord): State {
  const prefix = PREFIX[record.check];
  const block = evidenceBlock(record);
  return {
    [`${prefix}_output`]: fenced(block),
    [`${prefix}_evidence`]: block,
    [`${prefix}_status`]: record.status,
  };
}

/** Formats first and never fails by it; then lints. */
export const verifyFormatLint: Action = async (context) => {
  const format = await context.runCheck('format');
  const lint = await context.runCheck('lint');
  return {
    updates: { ...outcome(format), ...outcome(lint), lint_ok: okOf(lint) },
    next: hasFailed(lint) ? 'fix_loop_gate' : 'verify_build',
    ...(hasFailed(format) && { note: 'The format check failed; it never fails the step.' }),
  };
};

/** `*_ok` of a check that was not run is the text `not run`: true enough for a script, and no "true" for a reader. */
const okOf = (record: CheckRecord): boolean | 'not run' =>
  record.status === 'not_run' ? 'not run' : !hasFailed(record);

function verify(check: 'build' | 'test', then: string): Action {
  return async (context) => {
    const record = await context.runCheck(check);
    return {
      updates: { ...outcome(record), [`${PREFIX[check]}_ok`]: okOf(record) },
      next: hasFailed(record) ? 'fix_loop_gate' : then,
    };
  };
}

export const verifyBuild: Action = verify('build', 'verify_tests');
export const verifyTests: Action = verify('test', 'edge_case_sweep');

/** `verify_all`: formats, then lints, builds and tests until one of them fails; nothing after it would be evidence. */
export const verifyAll: Action = async (context) => {
  const format = await context.runCheck('format');
  const updates: Record<string, unknown> = { ...outcome(format) };
  for (const check of ['lint', 'build', 'test'] as const) {
    const record = await context.runCheck(check);
    Object.assign(updates, outcome(record), { [`${PREFIX[check]}_ok`]: okOf(record) });
    if (hasFailed(record)) return { updates, next: 'fix_loop_gate' };
  }
  return { updates };
};

const FIXES = [
  ['lint', 'The lint check failed'],
  ['build', 'The build failed'],
  ['tests', 'The tests failed'],
  ['files', 'Files that only Stage Runner writes were written by somebody else'],
] as const;

/** Gives the implementer the first failure of lint, build, tests and files, while the fix budget of the run lasts. */
export const fixLoopGate: Action = ({ state }) => {
  const attempts = countOf(state, 'fix_attempts', 0);
  const limit = countOf(state, 'max_fix_attempts', 2);
  const failing = FIXES.find(([prefix]) => isFalse(state, `${prefix}_ok`));
  const what = failing?.[1] ?? 'A check could not be carried out';
  if (attempts >= limit) {
    const named = failing === undefined ? '' : textOf(state, `${failing[0]}_named`);
    const note = `${what} and the fix budget of ${limit.toString()} is spent.${named === '' ? '' : ` ${named}`}`;
    return Promise.resolve({ updates: {}, next: 'end_failure', note });
  }
  const output = failing === undefined ? '' : textOf(state, `${failing[0]}_output`);
  return Promise.resolve({
    updates: {
      fix_attempts: attempts + 1,
      fix_instructions:
        `${what} (fix attempt ${(attempts + 1).toString()} of ${limit.toString()}). Fix the cause and nothing else.\n\n${output}`.trim(),
      lint_ok: true,
      build_ok: true,
      tests_ok: true,
    },
    next: 'implement',
  });
};
