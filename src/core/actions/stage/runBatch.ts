/** `run_batch`: runs the steps of the batch that was chosen, and weighs what came of each. */
import { describeStep, handoffSummary } from '../../batch/describe';
import { dependentsOf } from '../../batch/nextBatch';
import type { StepResult } from '../../batch/record';
import { roundsOf } from '../../batch/rounds';
import { isOpen } from '../../batch/standing';
import type { Run } from '../../run';
import type { StepView } from '../../status';
import type { Stop } from '../../stops';
import { stopReason } from '../../stops';
import type { Action, ActionContext, ActionResult } from '../action';
import type { StageNow, StageWork } from '../stageWork';
import { nameOf } from './chooseBatch';
import { choicesOf, currentBatch, stageWork, wentOn, type CurrentBatch } from './state';

const ALL_FAILED = 'batch_failed';

export const runBatch: Action = async (context) => {
  const work = stageWork(context);
  const batch = currentBatch(context.state);
  const before = await work.now();
  if ('gone' in before) return { failed: before.gone };
  if (failedAndWentOn(work, batch.number)) return { updates: {}, next: 'choose_batch' };
  const stop = await begin(context, work, batch, before);
  if (stop) return { stop };
  const begun = work.run().batches.find(({ number }) => number === batch.number);
  if (begun === undefined) throw new Error(`Batch ${batch.number} was not written down`);
  await work.runSteps(begun);
  const after = await work.now();
  if ('gone' in after) return { failed: after.gone };
  const results = await Promise.all(batch.steps.map((key) => resultOf(context, work, key, after)));
  await work.endBatch(batch.number, results);
  return outcome(batch, results, after);
};

/** A person had the stage go on after all of this batch had failed: what is left is looked at anew. */
function failedAndWentOn(work: StageWork, number: number): boolean {
  const events = work.events();
  const ended = events.findLastIndex((event) => event.type === 'batch_ended' && event.number === number);
  return ended >= 0 && wentOn(events, ALL_FAILED, ended);
}

/** What a batch builds is said as it begins: afterwards its steps are others. */
async function begin(
  context: ActionContext,
  work: StageWork,
  batch: CurrentBatch,
  { plan, stage }: StageNow,
): Promise<Stop | undefined> {
  const known = work.run().batches.find(({ number }) => number === batch.number);
  if (known) return work.beginBatch(known);
  const views = batch.steps.flatMap((key) => stage.steps.find(({ step }) => step.key === key) ?? []);
  const steps = await Promise.all(
    views.map(async ({ step }) => describeStep(plan.format, step, (await context.readText(step.file)) ?? '')),
  );
  const { rounds, notes } = roundsOf(views, work.policy.parallel, work.isolated);
  return work.beginBatch({ number: batch.number, batch: batch.key, steps, rounds, notes });
}

/** Done is what has its own mark of completion on the disk, whatever the run of the step says (renn-gsd.md 1.12). */
async function resultOf(
  context: ActionContext,
  work: StageWork,
  key: string,
  { plan, stage }: StageNow,
): Promise<StepResult> {
  const view = stage.steps.find(({ step }) => step.key === key);
  const child = work.children().findLast(({ header }) => header.step.key === key);
  const run = child === undefined ? {} : { run: child.id };
  if (view && !isOpen(view)) {
    const text = view.step.handoff ? await context.readText(view.step.handoff.file) : undefined;
    return { step: key, outcome: 'done', text: handoffSummary(plan.format, text ?? ''), ...run };
  }
  if (choicesOf(context.state, work.events()).skipped.includes(key))
    return { step: key, outcome: 'skipped', text: 'Left out by choice.', ...run };
  return { step: key, outcome: 'failed', text: whyFailed(view, child, plan.terms.handoff), ...run };
}

function whyFailed(view: StepView | undefined, child: Run | undefined, handoff: string): string {
  if (view === undefined) return 'Its file is not in the plan any more.';
  if (child?.stop && stopReason(child.stop.code).family !== 'success')
    return `${stopReason(child.stop.code).title}. ${child.stop.detail}`.trim();
  if (child === undefined) return 'It was not run.';
  const why = view.contradictions.length > 0 ? `: ${view.contradictions.join('; ')}` : '';
  return `Its run ended, and its mark of completion is not there (no valid ${handoff})${why}.`;
}

function outcome({ steps }: CurrentBatch, results: readonly StepResult[], now: StageNow): ActionResult {
  const failed = results.filter((result) => result.outcome === 'failed');
  if (failed.length === 0) return { updates: {} };
  const keys = failed.map(({ step }) => step);
  if (failed.length === steps.length && steps.length > 1) return { stop: allFailed(failed) };
  return { updates: { failed: keys, failed_text: failedText(failed, now) }, next: 'gate_failed' };
}

/** Not one step came through: something is wrong that running the rest will not mend. */
function allFailed(failed: readonly StepResult[]): Stop {
  const detail = `All ${failed.length} steps of the batch failed. The first: ${failed[0]?.text ?? ''}`;
  return { code: ALL_FAILED, detail };
}

function failedText(failed: readonly StepResult[], { stage }: StageNow): string {
  const name = (key: string): string => {
    const view = stage.steps.find(({ step }) => step.key === key);
    return view ? nameOf(view) : key;
  };
  const waiting = dependentsOf(
    failed.map(({ step }) => step),
    stage,
  ).map(nameOf);
  const lines = failed.map(({ step, text }) => `- ${name(step)}: ${text}`);
  const dependents =
    waiting.length === 0 ? 'Nothing else depends on it.' : `What depends on it: ${waiting.join(', ')}.`;
  return [...lines, '', dependents].join('\n');
}
