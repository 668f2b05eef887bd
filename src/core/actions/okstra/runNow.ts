/** A run of okstra as it stands after its last stage: its stages, their results, and what changed over all of them. */
import type { Consumers } from '../../formats/okstra/consumers';
import type { PlanReport } from '../../formats/okstra/planReport';
import { doneStages } from '../../formats/okstra/run/consumerRows';
import { outOfPlan, type OutOfPlanEdit } from '../../formats/okstra/run/outOfPlan';
import type { PlannedFiles } from '../../formats/okstra/run/plannedFiles';
import type { StageResult } from '../../formats/okstra/run/stageResult';
import type { Run } from '../../run';
import { stopReason } from '../../stops';
import type { ActionContext, ActionStopped } from '../action';
import { countOf, textOf } from '../read';
import { goneFor, keysOf, stageWork } from '../stage/state';
import type { NoAnswer } from '../workTree';
import { keptStage } from './kept';
import { logIn, ownFolders, plannedIn, reportIn } from './plan';
import { treeChanges, type TreeChanges } from './treeChanges';

/** The run as it stands. */
export interface RunNow {
  /** Absolute path of the plan's report. */
  readonly file: string;
  readonly report: PlanReport;
  readonly log: Consumers;
  /** In the order of the run. */
  readonly stages: readonly StageResult[];
  /** Out of the plan, by what the runs of the stages wrote down. */
  readonly edits: readonly OutOfPlanEdit[];
}

/** Read anew; why not, where the plan is gone or its report cannot be read. */
export async function runNow(
  context: ActionContext,
): Promise<RunNow | { readonly failed: string } | ActionStopped> {
  const now = await stageWork(context).now();
  if ('gone' in now) return goneFor(now);
  const file = now.plan.overview ?? context.header.step.file;
  const report = await reportIn(context, file);
  if ('failed' in report) return report;
  const log = await logIn(context);
  const done = doneStages(log);
  const numbers = keysOf(context.state, 'run_stages').map(Number);
  const edits = numbers.flatMap((number) =>
    runsOf(context, number).flatMap(({ id }) => keptStage(context.journals.events(id)).edits),
  );
  const stages = numbers.map((number) => resultOf(context, report, number, done.has(number)));
  return { file, report, log, stages, edits };
}

/** The runs of a stage within this run of okstra, oldest first; a retry is one of its own. */
function runsOf(context: ActionContext, stage: number): Run[] {
  const from = countOf(context.state, 'run_from', 0);
  return stageWork(context)
    .children()
    .filter(({ header: { step, parent } }) => step.key === String(stage) && (parent?.batch ?? 0) >= from);
}

function resultOf(context: ActionContext, report: PlanReport, number: number, isDone: boolean): StageResult {
  const runs = runsOf(context, number);
  const kept = runs.map(({ id }) => keptStage(context.journals.events(id)));
  const last = kept.at(-1);
  const stop = runs.at(-1)?.stop;
  const why = isDone || stop === undefined ? undefined : `${stopReason(stop.code).title}. ${stop.detail}`;
  return {
    number,
    title: report.rows.find((row) => row.number === number)?.title ?? '',
    outcome: isDone ? 'done' : runs.length === 0 ? 'not run' : 'failed',
    ...(why !== undefined && { why: why.trim() }),
    files: [...new Set(kept.flatMap(({ files }) => files))],
    validations: last?.validations ?? [],
    outcomes: last?.outcomes ?? [],
    foreign: kept.flatMap(({ foreign }) => foreign),
    carried: last?.carried ?? [],
    ...(last?.sidecar && { sidecar: last.sidecar }),
  };
}

/** What changed over the whole run, without what Stage Runner and okstra write. */
export function combinedChanges(context: ActionContext): Promise<TreeChanges | NoAnswer> {
  const from = textOf(context.state, 'run_tree');
  return treeChanges(context, from, 'run', (prefix) => ownFolders(context, prefix));
}

/** Every change that no stage of the run has planned, with its justification where one was written down. */
export function editsOf({ report, stages, edits }: RunNow, changed: readonly string[]): OutOfPlanEdit[] {
  const planned: PlannedFiles = {
    paths: stages.flatMap(({ number }) => plannedIn(report, number).paths),
    refused: [],
  };
  const known = new Map(edits.map((edit) => [edit.path, edit]));
  // A stage may have changed what only another one planned.
  const own = edits.filter(({ path }) => changed.includes(path));
  const others = outOfPlan(changed, planned, '').filter(({ path }) => !known.has(path));
  return [...new Map([...own, ...others].map((edit) => [edit.path, edit])).values()];
}
