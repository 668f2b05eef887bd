/**
 * `run_prompts`: the prompts of a batch, one after the other. The next one does not begin where one failed, where the batch
 * has become too large to review (prompts.md 2.4), or where a person wants a commit before it.
 */
import type { BatchRecord, StepResult } from '../../batch/record';
import { ofStop } from '../../formats/prompts/run/fromRun';
import { isSuccess } from '../../success';
import type { Action, ActionContext, ActionResult } from '../action';
import { choicesOf, goneFor, stageWork } from '../stage/state';
import type { NotRun, StageNow } from '../stageWork';
import { failedText } from './failedText';
import { largeState } from './largeBatch';
import { childIn } from './recorded';
import { recordOf, writeAll } from './stageState';
import { undecided } from './undecided';

/** A prompt that this batch has begun already is taken up, so the batch can be entered again. */
export const runPrompts: Action = async (context) => {
  const work = stageWork(context);
  const batch = recordOf(context);
  const reasons = new Map<string, string>();
  for (const [at, { key }] of batch.steps.entries()) {
    if (at > 0 && (await endsBefore(context, batch, key)))
      return { updates: {}, note: `Batch ${batch.number} ends before ${key}: a commit is wanted now.` };
    const ran = await work.runSteps({ number: batch.number, rounds: [[key]] });
    // Whoever ended the work sees to it that this is done again when the run goes on.
    if (ran === undefined) return { updates: {} };
    if ('stop' in ran) return ran;
    for (const [step, why] of ran.notRun) reasons.set(step, why);
    const now = await work.now();
    if ('gone' in now) return goneFor(now);
    await writeAll(context, now);
    if (!isOver(context, batch, key)) return failed(context, batch, now, reasons);
    const large = await largeState(context, batch);
    if (large !== undefined) return { updates: large, next: 'gate_size' };
  }
  return { updates: {} };
};

/**
 * Whether the checkpoint of a batch comes before a prompt of it: a person wants the commit of one that is done. What comes
 * after a commit is in a batch with a marker of its own, so that going back never takes away what was committed.
 */
async function endsBefore(context: ActionContext, { number }: BatchRecord, key: string): Promise<boolean> {
  if (childIn(stageWork(context).children(), number, key) !== undefined) return false;
  return (await undecided(context, 'asked')) !== undefined;
}

function isOver(context: ActionContext, { number }: BatchRecord, key: string): boolean {
  const work = stageWork(context);
  if (choicesOf(context.state, work.events()).skipped.includes(key)) return true;
  const child = childIn(work.children(), number, key);
  return child !== undefined && isSuccess(child);
}

async function failed(
  context: ActionContext,
  batch: BatchRecord,
  now: StageNow,
  reasons: NotRun,
): Promise<ActionResult> {
  await stageWork(context).endBatch(batch.number, resultsOf(context, batch, reasons));
  const run = await writeAll(context, now);
  return { updates: { failed_text: failedText(run, batch.number) }, next: 'gate_failed' };
}

/**
 * What came of each prompt by its run.
 * @param unverified why none of them counts, although their runs succeeded
 */
export function resultsOf(
  context: ActionContext,
  { number, steps }: BatchRecord,
  reasons: NotRun,
  unverified?: string,
): readonly StepResult[] {
  const work = stageWork(context);
  const { skipped } = choicesOf(context.state, work.events());
  return steps.map(({ key: step }): StepResult => {
    const child = childIn(work.children(), number, step);
    const run = child && { run: child.id };
    if (skipped.includes(step)) return { step, outcome: 'skipped', text: 'Left out by choice.', ...run };
    if (child === undefined) return { step, outcome: 'failed', text: reasons.get(step) ?? 'It was not run.' };
    if (!isSuccess(child)) {
      const text = (child.stop && ofStop(child.stop).detail) ?? 'Its run did not end.';
      return { step, outcome: 'failed', text, ...run };
    }
    if (unverified !== undefined) return { step, outcome: 'failed', text: unverified, ...run };
    const answer = child.attempts.at(-1)?.outcome;
    const text = answer?.kind === 'result' ? answer.result.summary : '';
    return { step, outcome: 'done', text, ...run };
  });
}
