/** Which rollbacks that are not over a person was not told of yet. */
import type { SeenCheckpoints } from './seen';

type Unfinished = SeenCheckpoints['unfinished'];

/**
 * Gives each once, and once more when it has ended with stray changes. One that is at work, here or in another window,
 * is none of them (`findUnfinishedRestore`): whatever comes up was cut short, or its end could not be written down.
 */
export function untold(): (unfinished: Unfinished) => Unfinished {
  const told = new Set<string>();
  return (unfinished) =>
    unfinished.filter(({ id, stray }) => {
      const key = JSON.stringify([id, stray !== undefined]);
      const isNew = !told.has(key);
      told.add(key);
      return isNew;
    });
}
