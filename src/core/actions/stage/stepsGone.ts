/**
 * `apply_gone`, and what is looked at before each batch: steps that this run of the stage is about, and that are no longer
 * in it. An agent that deletes or renames a plan file would take the gates that it declares with it.
 */
import { resultsOf } from '../../batch/results';
import { inline } from '../../reportText';
import type { State } from '../../protocol/walk';
import type { StageView, StepView } from '../../status';
import type { Action, ActionDone } from '../action';
import type { StageWork } from '../stageWork';
import { choicesOf, keysOf, nameOf } from './state';

/**
 * Keeps which steps the run is about: those that are left now, and not those that somebody else saw to since. What it has
 * carried out itself stays, as its results say so: else each batch would write all of them down. The protocol of a run that
 * an earlier version began has no list, and no gate to ask at.
 * @param left the steps that are to be run and not over
 */
export function expectedState(state: State, work: StageWork, left: readonly StepView[]): State {
  if (!Object.hasOwn(state, 'expected_steps')) return {};
  const before = keysOf(state, 'expected_steps');
  const known = new Set(before);
  const now = new Set(left.map(({ step }) => step.key));
  const settled = settledIn(state, work);
  const kept = before.filter((key) => now.has(key) || settled.has(key));
  const more = [...now].filter((key) => !known.has(key));
  return kept.length === before.length && more.length === 0 ? {} : { expected_steps: [...kept, ...more] };
}

/** More are named in the journal. */
const SHOWN = 50;

/** The way to a person, where steps went that nobody has decided about; `undefined` where all are there. */
export function askAboutGone(state: State, work: StageWork, stage: StageView): ActionDone | undefined {
  const there = keysIn(stage);
  const settled = settledIn(state, work);
  const gone = keysOf(state, 'expected_steps').filter((key) => !there.has(key) && !settled.has(key));
  if (gone.length === 0) return undefined;
  const more = gone.length > SHOWN ? [`- and ${gone.length - SHOWN} more`] : [];
  const gone_text = [...gone.slice(0, SHOWN).map((key) => `- ${inline(key)}`), ...more].join('\n');
  return { updates: { gone_steps: gone, gone_text }, next: 'gate_steps_gone' };
}

/** How the end of the run names what it left out: the steps that are left, and those that went. */
export function leftState(state: State, stage: StageView, left: readonly StepView[]): State {
  const there = keysIn(stage);
  const gone = keysOf(state, 'left_out').filter((key) => !there.has(key));
  const names = [...left.map(nameOf), ...gone];
  return { left_text: names.length === 0 ? 'none' : names.join(', ') };
}

/** A person goes on without them: they count as left out. */
export const applyGone: Action = ({ state }) => {
  const gone = keysOf(state, 'gone_steps');
  return Promise.resolve({
    updates: { left_out: [...keysOf(state, 'left_out'), ...gone] },
    note: `Gone, and left out: ${gone.join(', ')}`,
  });
};

/** Left out by a person, or carried out by this run: by the last result, since what is done may be open again. */
function settledIn(state: State, work: StageWork): ReadonlySet<string> {
  const { leftOut, skipped } = choicesOf(state, work.events());
  const done = resultsOf(work.run().batches).steps.filter(({ outcome }) => outcome === 'done');
  return new Set([...leftOut, ...skipped, ...done.map(({ key }) => key)]);
}

function keysIn({ steps }: StageView): ReadonlySet<string> {
  return new Set(steps.map(({ step }) => step.key));
}
