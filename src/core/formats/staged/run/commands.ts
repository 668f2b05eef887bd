/** The tools' own commands that come next (renn-gsd.md 0.1, 1.8), for a person to copy. */
import type { StagedProfile } from '../names';

/** What a person may want the tool to do. */
export type NextCommand = 'planStage' | 'planGaps' | 'completeMilestone';

/**
 * `/renn.plan-stage 08 --gaps`; `undefined` for a stage without a number, which the tools cannot name.
 * @param stage the number as in the folder's name: decimal stages are only found so (renn-gsd.md 1.2)
 */
export function nextCommand(
  what: NextCommand,
  stage: string | undefined,
  { gsd }: StagedProfile,
): string | undefined {
  if (what === 'completeMilestone') return gsd ? '/gsd:complete-milestone' : '/renn.complete-milestone';
  if (stage === undefined) return undefined;
  const [name, flag] = (gsd ? OF_GSD : OF_RENN)[what];
  return `${name} ${stage}${flag}`;
}

type Named = Readonly<
  Record<Exclude<NextCommand, 'completeMilestone'>, readonly [name: string, flag: string]>
>;

const OF_RENN: Named = {
  planStage: ['/renn.plan-stage', ''],
  planGaps: ['/renn.plan-stage', ' --gaps'],
};
const OF_GSD: Named = {
  planStage: ['/gsd:plan-phase', ''],
  planGaps: ['/gsd:plan-phase', ' --gaps'],
};
