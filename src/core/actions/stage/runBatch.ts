/** `run_batch`: runs the steps of the batch that was chosen, and weighs what came of each. */
import { dependentsOf } from '../../batch/nextBatch';
import type { BatchRecord, StepResult } from '../../batch/record';
import type { Stop, StopCode } from '../../stops';
import type { Action, ActionContext, ActionResult } from '../action';
import type { StageNow, StageWork } from '../stageWork';
import { describeBatch } from './describeBatch';
import { stepResults } from './stepResults';
import { currentBatch, goneFor, nameIn, nameOf, stageWork, wentOn, type CurrentBatch } from './state';

const ALL_FAILED: StopCode = 'batch_failed';

/** One that is over already is only weighed. */
export const runBatch: Action = async (context) => {
  const work = stageWork(context);
  const batch = currentBatch(context.state);
  if (failedAndWentOn(work, batch.number)) return { updates: {}, next: 'choose_batch' };
  const over = recordOf(work, batch.number)?.results;
  const ran = over ?? (await carryOut(context, work, batch));
  if (!isResults(ran)) return ran;
  const now = await work.now();
  return 'gone' in now ? goneFor(now) : outcome(ran, now);
};

function isResults(ran: readonly StepResult[] | ActionResult): ran is readonly StepResult[] {
  return Array.isArray(ran);
}

/** A person had the stage go on after all of this batch had failed: what is left is looked at anew. */
function failedAndWentOn(work: StageWork, number: number): boolean {
  const events = work.events();
  const ended = events.findLastIndex((event) => event.type === 'batch_ended' && event.number === number);
  return ended >= 0 && wentOn(events, ALL_FAILED, ended);
}

function recordOf(work: StageWork, number: number): BatchRecord | undefined {
  return work.run().batches.find((batch) => batch.number === number);
}

/** From the beginning of the batch, which may have been written down before, to its results. */
async function carryOut(
  context: ActionContext,
  work: StageWork,
  batch: CurrentBatch,
): Promise<readonly StepResult[] | ActionResult> {
  const before = await work.now();
  if ('gone' in before) return goneFor(before);
  const stop = await work.beginBatch(
    recordOf(work, batch.number) ?? (await describeBatch(context, work, batch, before)),
  );
  if (stop) return { stop };
  const begun = recordOf(work, batch.number);
  if (begun === undefined) throw new Error(`Batch ${batch.number} was not written down`);
  const ran = await work.runSteps(begun);
  // Whoever ended the work sees to it that this is done again when the run goes on.
  if (ran === undefined) return { updates: {} };
  if ('stop' in ran) return ran;
  const after = await work.now();
  if ('gone' in after) return goneFor(after);
  const results = await stepResults(context, work, batch, { now: after, ...ran });
  await work.endBatch(batch.number, results);
  return results;
}

function outcome(results: readonly StepResult[], now: StageNow): ActionResult {
  const failed = results.filter((result) => result.outcome === 'failed');
  const run = results.filter((result) => result.outcome !== 'skipped');
  if (failed.length === 0) return { updates: {} };
  if (failed.length === run.length && run.length > 1) return { stop: allFailed(failed) };
  const keys = failed.map(({ step }) => step);
  return { updates: { failed: keys, failed_text: failedText(failed, now) }, next: 'gate_failed' };
}

/** Not one step came through: something is wrong that running the rest will not mend. */
function allFailed(failed: readonly StepResult[]): Stop {
  const detail = `All ${failed.length} steps of the batch failed. The first: ${failed[0]?.text ?? ''}`;
  return { code: ALL_FAILED, detail };
}

function failedText(failed: readonly StepResult[], { stage }: StageNow): string {
  const keys = failed.map(({ step }) => step);
  const waiting = dependentsOf(keys, stage).map(nameOf);
  const lines = failed.map(({ step, text }) => `- ${nameIn(stage, step)}: ${text}`);
  const what = failed.length === 1 ? 'it' : 'them';
  const dependents =
    waiting.length === 0
      ? `Nothing else depends on ${what}.`
      : `What depends on ${what}: ${waiting.join(', ')}.`;
  return [...lines, '', dependents].join('\n');
}
