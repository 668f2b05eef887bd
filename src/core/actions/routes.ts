/** The actions that only choose a way by what the state says (coyote.md 1.7). */
import type { Action, ActionDone } from './action';
import { countOf, isTrue, textOf } from './read';

/** `route_staleness`: a major deviation is for a person to decide, unless `STEP_AUTOAPPROVE=1`. */
export const routeStaleness: Action = ({ state, env }) => {
  const major = isTrue(state, 'has_major_deviation');
  if (env['STEP_AUTOAPPROVE'] === '1') {
    const found = major
      ? 'A major deviation was not put to a person'
      : 'No major deviation was found; none would be asked';
    return done({ next: 'implement', note: `${found}: STEP_AUTOAPPROVE=1 is set.` });
  }
  return done({ next: major ? 'gate_deviation' : 'implement' });
};

const CODER_ROUTES = [
  ['CODER_COMPLETE', 'verify_format_lint'],
  ['CODER_REJECTED', 'end_rejected'],
  ['CODER_FAILED', 'end_failure'],
] as const;

/**
 * `route_coder_result`: an exact sentinel as the first line decides; only without one the original's search for the
 * sentinels anywhere in the text, in its order.
 */
export const routeCoderResult: Action = ({ state }) => {
  const text = textOf(state, 'coder_result');
  const first = text.split('\n', 1)[0]?.trim();
  const route =
    CODER_ROUTES.find(([sentinel]) => sentinel === first) ??
    CODER_ROUTES.find(([sentinel]) => text.includes(sentinel));
  if (route === undefined) {
    const reason = 'The coder result has none of CODER_COMPLETE, CODER_REJECTED and CODER_FAILED.';
    return done({ next: 'end_failure', updates: { blocking_reason: reason }, note: reason });
  }
  const failed = route[0] === 'CODER_FAILED';
  return done({
    next: route[1],
    ...(failed && { updates: { blocking_reason: 'coder fix-loop exhausted; see coder result' } }),
  });
};

/** `route_result`: complete work goes on along the graph; only an exact sentinel as the first line decides. */
export const routeResult: Action = ({ state }) => {
  const first = textOf(state, 'coder_result').split('\n', 1)[0]?.trim();
  if (first === 'CODER_COMPLETE') return done({});
  return done({ next: first === 'CODER_REJECTED' ? 'end_rejected' : 'end_failure' });
};

/** `route_sweep`: broad changes get an independent review, unless `STEP_SKIP_REVIEW=1`. */
export const routeSweep: Action = ({ state, env }) => {
  const wanted = isTrue(state, 'needs_independent_review');
  if (env['STEP_SKIP_REVIEW'] === '1') {
    const note = `${wanted ? 'The independent review that the sweep asked for' : 'Any independent review'} is left out: STEP_SKIP_REVIEW=1 is set.`;
    return done({ next: 'write_handoff', note });
  }
  return done({ next: wanted ? 'independent_review' : 'write_handoff' });
};

const RED = '\u{1F534}';

/** `route_review`: critical findings go back to the implementer while the review budget lasts. */
export const routeReview: Action = ({ state }) => {
  const report = textOf(state, 'review_report');
  if (!report.includes(RED)) return done({ next: 'write_handoff' });
  const attempts = countOf(state, 'review_attempts', 0);
  const limit = countOf(state, 'max_review_attempts', 1);
  if (attempts >= limit) {
    const note = `The review still has critical findings (${RED}); its budget of ${limit.toString()} is spent, so they go to the handoff.`;
    return done({ next: 'write_handoff', note });
  }
  return done({
    next: 'implement',
    updates: {
      review_attempts: attempts + 1,
      fix_instructions: `An independent review found critical problems. Address ONLY the ${RED} findings; leave everything else as it is.\n\n${report}`,
    },
  });
};

/** `revise_from_choice`: a free-text answer at the review gate is the revision itself. */
export const reviseFromChoice: Action = ({ state }) => {
  const feedback = textOf(state, 'user_feedback');
  if (feedback.trim() === '') return done({ next: 'get_revision' });
  return done({ next: 'implement', updates: { fix_instructions: feedback } });
};

function done(result: Partial<ActionDone>): Promise<ActionDone> {
  return Promise.resolve({ updates: {}, ...result });
}
