/** `gather_okstra_stage`: holds the stage, and gathers what its executor is told (okstra.md 3.5, 3.7). */
import { join } from 'node:path';
import { foldRows, type Consumers } from '../../formats/okstra/consumers';
import { sidecarOf, sidecarsIn } from '../../formats/okstra/files';
import type { PlanReport } from '../../formats/okstra/planReport';
import type { Carried } from '../../formats/okstra/run/carryIn';
import { startBatch } from '../../formats/okstra/run/consumerRows';
import { stageTask } from '../../formats/okstra/run/stageTask';
import { taskOf } from '../../formats/okstra/run/task';
import type { Action, ActionContext } from '../action';
import type { NoAnswer } from '../workTree';
import { driftIn } from './drift';
import { judgedBy } from './finishStage';
import { okstraFiles, logIn, pathIn, reportIn } from './plan';

/** A stage that others hold ends the run; files that changed since the plan are asked about before any work. */
export const gatherOkstraStage: Action = async (context) => {
  const { header } = context;
  const stage = Number(header.step.key);
  const report = await reportIn(context, header.step.file);
  if ('failed' in report) return report;
  const held = await hold(context, report, stage);
  if ('refused' in held) return { updates: {}, next: 'end_failure', note: held.refused };
  const carried = await carriedInto(context, report, stage);
  const before = await context.tree.capture();
  const drift = await driftIn(context, report, stage, before);
  return {
    updates: {
      stage_prompt: stageTask({
        report,
        file: pathIn(context, header.step.file),
        stage,
        batch: batchOf(context, stage),
        carried,
      }),
      carried,
      ...judgedBy(report, stage),
      tree_before: 'tree' in before ? before.tree : '',
      drift_text: drift.question ?? '',
    },
    ...(drift.question !== undefined && { next: 'gate_planned_files_changed' }),
    ...(drift.note !== undefined && { note: drift.note }),
  };
};

/** A stage's run has written its row before; whoever runs the stage alone does it here. */
async function hold(
  context: ActionContext,
  { rows }: PlanReport,
  stage: number,
): Promise<NoAnswer | { readonly stages: readonly number[] }> {
  const task = taskOf(context.header);
  const held = await okstraFiles(context).appendRows(({ log, at, commit, underWay }) =>
    startBatch(log, { stages: rows, requested: String(stage), by: { task, at, commit }, underWay }),
  );
  if ('refused' in held || held.stages.includes(stage)) return held;
  return { refused: `Stage ${stage} is not one of those that this run took: ${held.stages.join(', ')}.` };
}

async function carriedInto(context: ActionContext, report: PlanReport, stage: number): Promise<Carried[]> {
  const needed = report.rows.find(({ number }) => number === stage)?.dependsOn ?? [];
  const sidecars = sidecarsIn(await okstraFiles(context).sidecars());
  const log = await logIn(context);
  return Promise.all(
    needed.map(async (number): Promise<Carried> => {
      const file = sidecarOf(sidecars, number, carryPathIn(log, number));
      if (file === undefined) return { stage: number };
      const json = await context.readText(join(context.plansDir, file));
      return { stage: number, file, ...(json !== undefined && { json: json.trimEnd() }) };
    }),
  );
}

function carryPathIn({ rows }: Consumers, stage: number): string | undefined {
  return foldRows(rows.get(stage) ?? []).row?.carryPath;
}

/** The stages that are carried out together with this one. */
function batchOf({ header: { parent }, journals }: ActionContext, stage: number): number[] {
  const batches = journals.runs().find(({ id }) => id === parent?.run)?.batches;
  const batch = batches?.find(({ number }) => number === parent?.batch);
  return batch?.steps.map(({ key }) => Number(key)) ?? [stage];
}
