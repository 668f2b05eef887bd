/** `choose_batch` and `apply_blocked`: what comes next in a stage, and what a person said where nothing can. */
import { nextBatch, stepsToRun, type NextBatch } from '../../batch/nextBatch';
import type { State } from '../../protocol/walk';
import type { Action } from '../action';
import { textOf } from '../read';
import { askAboutGone, expectedState } from './stepsGone';
import { choicesOf, currentBatch, goneFor, keysOf, nameOf, policyIn, stageWork } from './state';

/** Asks first about steps that went, and about steps that something stands in the way of. */
export const chooseBatch: Action = async (context) => {
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const gone = askAboutGone(context.state, work, now.stage);
  if (gone) return gone;
  const asked = [policyIn(context.state, work), choicesOf(context.state, work.events())] as const;
  const expected = expectedState(context.state, work, stepsToRun(now.stage, ...asked));
  const next = nextBatch(now.stage, ...asked);
  switch (next.kind) {
    case 'done':
      return { updates: expected, next: 'finish' };
    case 'blocked':
      return {
        updates: { ...expected, batch: next.batch, ...blockedState(next.steps) },
        next: 'gate_blocked',
      };
    case 'batch':
      return {
        updates: {
          ...expected,
          batch_number: currentBatch(context.state).number + 1,
          batch: next.batch,
          batch_steps: next.steps.map(({ step }) => step.key),
        },
      };
  }
};

/** What is kept of steps that something stands in the way of, and how a person reads it. */
export function blockedState(steps: Extract<NextBatch, { kind: 'blocked' }>['steps']): State {
  return {
    batch_steps: steps.map(({ view }) => view.step.key),
    blocked_text: steps.map(({ view, why }) => `- ${nameOf(view)}: ${why.join('; ')}`).join('\n'),
  };
}

/**
 * Running a step all the same is a choice that is written down with the state; leaving it out leaves out what needs it, and
 * may be the end of a batch.
 */
export const applyBlocked: Action = (context) => {
  const { state } = context;
  const steps = keysOf(state, 'batch_steps');
  const key = textOf(state, 'blocked_choice') === 'run them all the same' ? 'forced' : 'left_out';
  return Promise.resolve({
    updates: { [key]: [...keysOf(state, key), ...steps] },
    note: `${key === 'forced' ? 'Run all the same' : 'Left out'}: ${steps.join(', ')}`,
    ...(key === 'left_out' && { next: 'close_batch' }),
  });
};
