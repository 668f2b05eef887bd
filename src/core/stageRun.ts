/** How the run of a whole stage stands, and what comes next for the stage. Weighed for `stageView.ts` alone. */
import { overByRun } from './batch/overByRun';
import { protocolsOf } from './batch/protocols';
import { isOpen } from './batch/standing';
import type { Plan, Stage } from './plan';
import type { Run } from './run';
import type { PlanRecords } from './recordIndex';
import type {
  BatchProgress,
  SeenRun,
  StageAction,
  StageRun,
  StageRunState,
  StageView,
  StepView,
} from './status';
import { openGates } from './statusFacts';
import { isInterruption, neverGoesOn, stopReason } from './stops';

/** The runs that the view of a stage rests on, and whether somebody drives them. */
export function stageRecords({ key }: Stage, { stageRuns }: PlanRecords): readonly SeenRun[] {
  return stageRuns.get(key) ?? [];
}

/** The last run of a stage. */
export function stageRun(
  stage: Stage,
  steps: readonly StepView[],
  records: PlanRecords,
): StageRun | undefined {
  const seen = stageRecords(stage, records).reduce<SeenRun | undefined>(
    (last, one) => (last === undefined || one.run.header.at >= last.run.header.at ? one : last),
    undefined,
  );
  if (seen === undefined) return undefined;
  const { run } = seen;
  const gates = run.phase === 'active' ? openGates(run) : [];
  return { run, gates, state: stateOf(seen, gates.length > 0), batch: batchOf(run, steps) };
}

function stateOf({ run, driven }: SeenRun, waits: boolean): StageRunState {
  if (run.phase === 'active') return waits ? 'waiting' : driven ? 'running' : 'interrupted';
  const { family } = stopReason(run.stop?.code ?? '');
  if (run.phase === 'ended' && family === 'success') return 'ended';
  if (isInterruption(run.stop?.code ?? '')) return 'interrupted';
  return family === 'user' ? 'stopped' : 'failed';
}

function batchOf(run: Run, views: readonly StepView[]): BatchProgress | undefined {
  const last = run.batches.at(-1);
  if (last === undefined || last.endedAt !== undefined) return undefined;
  const over = overOf(run, views);
  const left = new Set(views.filter(isOpen).map(({ step: { key } }) => key));
  const open = last.steps.filter(({ key }) => left.has(key) && !over.has(key));
  return { batch: last.batch, done: last.steps.length - open.length, total: last.steps.length };
}

/** Steps that are over by their run alone, since their commits are held. */
function overOf(run: Run, views: readonly StepView[]): ReadonlySet<string> {
  if (!protocolsOf(run.header.plan.format).holdsCommits) return new Set();
  const runs = views.flatMap(({ lastRun }) => lastRun ?? []);
  return overByRun(
    run,
    runs.filter(({ header }) => header.parent?.run === run.id),
  );
}

/** What a person does next with the stage. */
export function nextOfStage(
  plan: Plan,
  { stage, steps, status }: Pick<StageView, 'stage' | 'steps' | 'status'>,
  last: StageRun | undefined,
): StageAction | undefined {
  if (plan.readOnly || stage.archive !== undefined) return undefined;
  if (last?.state === 'waiting') return 'answerGate';
  if (last?.state === 'running') return undefined;
  // Where the format audits stages, the audit is left to do when every step is done.
  const left = steps.some(isOpen) || status === 'executed' || status === 'stale';
  const rests = last !== undefined && mayGoOn(last.run);
  // What a person has to judge, or to plan, is asked for by the run that audited the stage.
  if (rests && (left || status === 'humanNeeded' || status === 'gapsFound')) return 'resumeStage';
  return left ? 'runStage' : undefined;
}

/** A run that reached an end of its protocol is over, whatever its stop; so is one whose stop says never. */
export function mayGoOn({ phase, stop, readOnly }: Run): boolean {
  if (readOnly || phase === 'ended') return false;
  return stop === undefined || !neverGoesOn(stop.code);
}
