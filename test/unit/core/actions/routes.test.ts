import assert from 'node:assert/strict';
import { builtinActions } from '../../../../src/core/actions';
import { BUILTIN_ACTIONS } from '../../../../src/core/protocol/builtins';
import type { State } from '../../../../src/core/protocol/walk';
import { act } from './fakeContext';

type Env = Readonly<Record<string, string>>;
/** action, state, where it goes, what it leaves in the state, environment, note */
type Case = readonly [string, State, string, State?, Env?, RegExp?];

const instructions =
  'An independent review found critical problems. Address ONLY the 🔴 findings; leave everything else as it is.\n\n🔴 bad';
const auto = { STEP_AUTOAPPROVE: '1' };
const skip = { STEP_SKIP_REVIEW: '1' };
const noSentinel = 'The coder result has none of CODER_COMPLETE, CODER_REJECTED and CODER_FAILED.';

const CASES: readonly Case[] = [
  ['route_staleness', {}, 'implement'],
  ['route_staleness', { has_major_deviation: false }, 'implement'],
  ['route_staleness', { has_major_deviation: 'yes' }, 'implement'],
  ['route_staleness', { has_major_deviation: true }, 'gate_deviation'],
  ['route_staleness', { has_major_deviation: 'true' }, 'gate_deviation'],
  [
    'route_staleness',
    { has_major_deviation: true },
    'implement',
    {},
    auto,
    /was not put to a person: STEP_AUTOAPPROVE=1/,
  ],
  ['route_staleness', { has_major_deviation: true }, 'gate_deviation', {}, { STEP_AUTOAPPROVE: 'true' }],
  ['route_coder_result', { coder_result: 'CODER_COMPLETE\nfine' }, 'verify_format_lint'],
  ['route_coder_result', { coder_result: 'CODER_REJECTED\nnot CODER_COMPLETE' }, 'end_rejected'],
  [
    'route_coder_result',
    { coder_result: 'CODER_FAILED\r\nCODER_COMPLETE was far' },
    'end_failure',
    { blocking_reason: 'coder fix-loop exhausted; see coder result' },
  ],
  ['route_coder_result', { coder_result: 'so: CODER_REJECTED, CODER_COMPLETE' }, 'verify_format_lint'],
  ['route_coder_result', { coder_result: 'x\nCODER_FAILED CODER_REJECTED' }, 'end_rejected'],
  [
    'route_coder_result',
    { coder_result: 'done' },
    'end_failure',
    { blocking_reason: noSentinel },
    {},
    /none of/,
  ],
  ['route_coder_result', {}, 'end_failure', { blocking_reason: noSentinel }, {}, /none of/],
  ['route_result', { coder_result: 'CODER_REJECTED\nnot CODER_COMPLETE' }, 'end_rejected'],
  ['route_result', { coder_result: 'CODER_FAILED\r\nCODER_COMPLETE was far' }, 'end_failure'],
  ['route_result', { coder_result: 'so: CODER_COMPLETE' }, 'end_failure'],
  ['route_result', {}, 'end_failure'],
  ['route_sweep', {}, 'write_handoff'],
  ['route_sweep', { needs_independent_review: true }, 'independent_review'],
  ['route_sweep', { needs_independent_review: 'true' }, 'independent_review'],
  [
    'route_sweep',
    { needs_independent_review: true },
    'write_handoff',
    {},
    skip,
    /asked for is left out: STEP_SKIP_REVIEW=1/,
  ],
  ['route_review', { review_report: 'fine 🟡' }, 'write_handoff'],
  [
    'route_review',
    { review_report: '🔴 bad' },
    'implement',
    { review_attempts: 1, fix_instructions: instructions },
  ],
  [
    'route_review',
    { review_report: '🔴 bad', review_attempts: 1 },
    'write_handoff',
    {},
    {},
    /budget of 1 is spent/,
  ],
  [
    'route_review',
    { review_report: '🔴 bad', review_attempts: '1', max_review_attempts: '2' },
    'implement',
    { review_attempts: 2, fix_instructions: instructions },
  ],
  ['revise_from_choice', { user_feedback: 'rename it' }, 'implement', { fix_instructions: 'rename it' }],
  ['revise_from_choice', { user_feedback: ' \n' }, 'get_revision'],
  ['revise_from_choice', {}, 'get_revision'],
];

describe('the routing actions', () => {
  for (const [name, state, next, updates = {}, env = {}, note] of CASES) {
    it(`${name} ${JSON.stringify(state)} ${JSON.stringify(env)} -> ${next}`, async () => {
      const seen = await act(builtinActions[name], { state, env });
      assert.equal(seen.next, next);
      assert.deepEqual(seen.updates, updates);
      if (note === undefined) assert.equal(seen.note, undefined);
      else assert.match(seen.note ?? '', note);
    });
  }

  it('are, with the others, those that a graph may name', () => {
    assert.deepEqual(Object.keys(builtinActions).sort(), [...BUILTIN_ACTIONS].sort());
  });
});
