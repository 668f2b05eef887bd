/** Whether what a step waits for is finished (renn-gsd.md 1.12, 2.3, 2.4). */
import type { Dependency } from '../../plan';
import type { ScheduledDependency } from '../../schedule';

/** Why something that others wait for is not finished, in a clause; `undefined` when it is. */
export interface Finished {
  step(stage: string, key: string): string | undefined;
  stage(key: string): string | undefined;
}

/** A dependency that nothing fits holds nobody back, as in the tool; a problem tells of it (renn-gsd.md 2.3). */
export function stagedDependencies(
  written: readonly ScheduledDependency[],
  finished: Finished,
): Dependency[] {
  return written.map(({ written: { text }, target }) => {
    if (target === undefined) return { number: text, satisfied: true };
    const reason =
      target.kind === 'step' ? finished.step(target.stage, target.step) : finished.stage(target.stage);
    return {
      number: text,
      satisfied: reason === undefined,
      ...(reason === undefined ? {} : { reason }),
      ...(target.kind === 'step' ? { step: target.step } : {}),
    };
  });
}
