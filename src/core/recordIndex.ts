/** Runs and the status log by plan and step, so that a map of many steps looks at each of them once. */
import { group } from './group';
import type { SeenRun, StatusChange } from './status';

/** What is recorded of the steps of one plan, by `Step.key`. */
export interface PlanRecords {
  readonly runs: ReadonlyMap<string, readonly SeenRun[]>;
  readonly changes: ReadonlyMap<string, readonly StatusChange[]>;
}

const NONE: PlanRecords = { runs: new Map(), changes: new Map() };

/** Gives the records of a plan by its id. */
export function recordIndex(
  runs: readonly SeenRun[],
  log: readonly StatusChange[],
): (plan: string) => PlanRecords {
  const runsOf = group(runs, ({ run }) => run.header.plan.id);
  const changesOf = group(log, ({ plan }) => plan);
  return (plan) => {
    const own = runsOf.get(plan);
    const changes = changesOf.get(plan);
    if (own === undefined && changes === undefined) return NONE;
    return {
      runs: group(own ?? [], ({ run }) => run.header.step.key),
      changes: group(changes ?? [], ({ step }) => step),
    };
  };
}
