/** Every problem of a plan, wherever it is noted. */
import type { Plan } from './plan';
import type { Problem } from './problem';

/** Its own, and those of its stages and steps, one after the other: there may be tens of thousands of steps. */
export function* problemsOf({ problems, stages }: Plan): Generator<Problem> {
  yield* problems;
  for (const stage of stages) {
    yield* stage.problems ?? [];
    for (const step of stage.steps) yield* step.problems;
  }
}
