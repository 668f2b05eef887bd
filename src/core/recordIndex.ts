/** Runs and the status log by plan, step and stage, so that a map of many steps looks at each of them once. */
import { group } from './group';
import type { SeenRun, StatusChange } from './status';

/** What is recorded of one plan: of its steps by `Step.key`, of its whole stages by `Stage.key`. */
export interface PlanRecords {
  /** Those of steps alone; also those that the run of a stage started. */
  readonly runs: ReadonlyMap<string, readonly SeenRun[]>;
  readonly stageRuns: ReadonlyMap<string, readonly SeenRun[]>;
  readonly changes: ReadonlyMap<string, readonly StatusChange[]>;
  /** The steps that a stage's run under way has taken into its present batch. */
  readonly taken: ReadonlySet<string>;
}

const NONE: PlanRecords = { runs: new Map(), stageRuns: new Map(), changes: new Map(), taken: new Set() };

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
    const { steps, stages } = apart(own ?? []);
    return {
      runs: group(steps, ({ run }) => run.header.step.key),
      stageRuns: group(stages, ({ run }) => run.header.stage?.key ?? ''),
      changes: group(changes ?? [], ({ step }) => step),
      taken: new Set(stages.flatMap(takenBy)),
    };
  };
}

function apart(runs: readonly SeenRun[]): Readonly<Record<'steps' | 'stages', readonly SeenRun[]>> {
  const isOfStage = ({ run }: SeenRun): boolean => run.header.stage !== undefined;
  return { steps: runs.filter((seen) => !isOfStage(seen)), stages: runs.filter(isOfStage) };
}

function takenBy({ run }: SeenRun): string[] {
  const underWay = run.phase === 'active' ? run.batches.filter(({ endedAt }) => endedAt === undefined) : [];
  return underWay.flatMap(({ steps }) => steps.map(({ key }) => key));
}
