/** How many steps of a batch may be at work side by side, and who says so (renn-gsd.md 1.10). */
import type { RunEvent } from '../events';
import { countOf } from '../actions/read';
import type { State } from '../protocol/walk';
import type { StagePolicy } from './policy';

/** How the steps of a batch share the time. */
export interface Parallel {
  /** 1 for one after the other. */
  readonly most: number;
  /** In a batch of fewer steps than this they run one after the other. */
  readonly fewest: number;
  /** The plan's own configuration, a person's setting, or neither. */
  readonly by: 'plan' | 'setting' | 'nobody';
}

/** A number that a person has set wins over the plan's. @param state of the stage's protocol, where `open_stage` keeps the plan's */
export function parallelOf({ parallel }: Pick<StagePolicy, 'parallel'>, state: State): Parallel {
  if (parallel !== undefined) return { most: parallel, fewest: 1, by: 'setting' };
  if (!isKept(state)) return { most: 1, fewest: 1, by: 'nobody' };
  const most = Math.max(1, countOf(state, 'most_parallel', 1));
  return { most, fewest: countOf(state, 'fewest_parallel', 1), by: 'plan' };
}

/** The same from the journal of a stage's run. */
export function parallelIn(policy: Pick<StagePolicy, 'parallel'>, events: readonly RunEvent[]): Parallel {
  const kept = events.findLast((event) => event.type === 'node_left' && isKept(event.updates));
  return parallelOf(policy, kept?.type === 'node_left' ? kept.updates : {});
}

function isKept(state: State): boolean {
  return state['most_parallel'] !== undefined;
}
