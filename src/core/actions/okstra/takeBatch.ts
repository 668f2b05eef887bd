/** `take_okstra_batch` and `run_in_order`: one run of okstra is a batch of ours (okstra.md 3.5, 3.7). */
import { dependentsOf, stepsLeft } from '../../batch/nextBatch';
import { startBatch, type StartedBatch } from '../../formats/okstra/run/consumerRows';
import { taskOf } from '../../formats/okstra/run/task';
import type { StageView } from '../../status';
import type { Action, ActionContext } from '../action';
import type { StageWork } from '../stageWork';
import { runBatch } from '../stage/runBatch';
import { choicesOf, currentBatch, goneFor, keysOf, stageWork } from '../stage/state';
import { isTrue } from '../read';
import type { NoAnswer } from '../workTree';
import { okstraFiles, reportIn } from './plan';

/** The batch that the log gives under its lock is the one that runs; its rows are there before anything runs. */
export const takeOkstraBatch: Action = async (context) => {
  const { state } = context;
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const meant = meantStages(context, now.stage);
  if (meant.length === 0) return { updates: {}, next: 'finish' };
  const taken = await take(context, now.plan.overview ?? context.header.step.file, meant);
  if ('failed' in taken) return taken;
  if ('refused' in taken) return { updates: { blocked_text: taken.refused }, next: 'gate_blocked' };
  const keys = taken.stages.map(String);
  const number = currentBatch(state).number + 1;
  const batch = now.stage.steps.find(({ step }) => step.key === keys[0])?.step.batch?.key ?? keys[0];
  // A run of okstra that is gone on with stays the one that it was, also where only some of its stages are left.
  const stages = keysOf(state, 'run_stages');
  const same = !isTrue(state, 'run_over') && keys.every((each) => stages.includes(each));
  const anew = { run_stages: keys, run_from: number, run_over: false };
  return {
    updates: {
      ...{ batch_number: number, batch, batch_steps: keys },
      ...(!(same && taken.rows.length === 0) && { ...anew, ...(await before(context, taken.at)) }),
    },
  };
};

/** The one stage that is asked for, by its key; `undefined` where the batch is to be found by okstra's own rule. */
function askedFor({ policy }: StageWork): string | undefined {
  const [only, ...others] = policy.steps ?? [];
  return others.length === 0 ? only : undefined;
}

/**
 * The stages that the log does not call done, without those that persons left out, and what depends on them. One that is
 * asked for is meant whatever is known of it, until it was taken once: okstra's own rule then says what is in the way.
 */
function meantStages(context: ActionContext, stage: StageView): string[] {
  const work = stageWork(context);
  const { leftOut, skipped } = choicesOf(context.state, work.events());
  const only = askedFor(work);
  const isFirst = currentBatch(context.state).number === 0;
  if (only !== undefined && isFirst && !skipped.includes(only)) return [only];
  const waiting = dependentsOf(leftOut, stage).map(({ step }) => step.key);
  const out = new Set([...leftOut, ...skipped, ...waiting]);
  const left = stepsLeft(stage, work.policy).filter(({ step }) => step.mark !== 'complete');
  return left.flatMap(({ step }) => (out.has(step.key) ? [] : [step.key]));
}

type Taken = Extract<StartedBatch, { readonly stages: unknown }> & { readonly at: string };

/** One stage that was asked for is taken whatever it depends on; what was skipped nothing has to wait for. */
async function take(
  context: ActionContext,
  file: string,
  meant: readonly string[],
): Promise<Taken | NoAnswer | { readonly failed: string }> {
  const work = stageWork(context);
  const report = await reportIn(context, file);
  if ('failed' in report) return report;
  const { skipped } = choicesOf(context.state, work.events());
  const only = askedFor(work);
  const stages = report.rows
    .filter(({ number }) => only !== undefined || meant.includes(String(number)))
    .map((row) => ({ ...row, dependsOn: row.dependsOn.filter((each) => !skipped.includes(String(each))) }));
  return okstraFiles(context).appendRows(({ log, at, commit, underWay }) => {
    const by = { task: taskOf(context.header), at, commit };
    const batch = startBatch(log, { stages, requested: only ?? 'auto', by, underWay });
    return 'refused' in batch ? batch : { ...batch, at };
  });
}

async function before({ tree }: ActionContext, at: string): Promise<Record<string, unknown>> {
  const captured = await tree.capture();
  return {
    run_started: at,
    run_tree: 'tree' in captured ? captured.tree : '',
    run_head: await tree.head(),
  };
}

/** The stages of a run share one tree, and each is to see what the one before it left. */
export const runInOrder: Action = (context) => {
  const work = stageWork(context);
  return runBatch({ ...context, stage: { ...work, policy: { ...work.policy, parallel: 1 } } });
};
