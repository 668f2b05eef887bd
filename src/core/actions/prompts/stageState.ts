/** What the protocol of a stage of prompts keeps in its state, and the run with it. */
import { isObject, textsIn } from '../../jsonObject';
import type { State } from '../../protocol/walk';
import type { BatchRecord } from '../../batch/record';
import { promptsLeft } from '../../formats/prompts/run/next';
import type { PromptsRun } from '../../formats/prompts/run/outcome';
import { settingsIn } from '../../formats/prompts/run/settings';
import type { ActionContext } from '../action';
import type { StageNow } from '../stageWork';
import { choicesOf, currentBatch, stageWork } from '../stage/state';
import { promptsRun, writeDocuments } from './account';
import type { Recorded } from './recorded';

/** Prompts in a batch: what the run was started with, or less where a batch was too large to review. */
export function batchSizeOf(context: ActionContext): number {
  const { batchSize } = settingsIn(context.state);
  const asked = stageWork(context).policy.batchSize ?? batchSize;
  const reduced = context.state['reduced_size'];
  return Number.isSafeInteger(reduced) && Number(reduced) >= 1 ? Math.min(asked, Number(reduced)) : asked;
}

/** The run of the stage as it is now. */
export function recordedOf(context: ActionContext): Recorded {
  const work = stageWork(context);
  const { state } = context;
  return {
    run: work.run(),
    events: work.events(),
    children: work.children(),
    rolledBack: numbersIn(state, 'rolled_back'),
    commits: Object.fromEntries(
      Object.entries(mapIn(state, 'commits')).map(([key, value]) => [key, textsIn(value)]),
    ),
    heads: Object.fromEntries(
      Object.entries(mapIn(state, 'heads')).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    ),
  };
}

/** A list of numbers in the state; anything else in its place is none. */
export function numbersIn(state: State, key: string): readonly number[] {
  const value = state[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

/** An object in the state; anything else in its place is an empty one. */
export function mapIn(state: State, key: string): Readonly<Record<string, unknown>> {
  const value = state[key];
  return isObject(value) ? value : {};
}

/** The batch that the protocol is at, as the journal has it. */
export function recordOf(context: ActionContext): BatchRecord {
  const { number } = currentBatch(context.state);
  const found = stageWork(context)
    .run()
    .batches.find((batch) => batch.number === number);
  if (found === undefined) throw new Error(`Batch ${number} was not written down`);
  return found;
}

/**
 * Writes the reports and the logs of the batch whole, as the run stands.
 * @param context with the state as it is after this action
 * @returns the run as it was written
 */
export async function writeAll(context: ActionContext, now: StageNow): Promise<PromptsRun> {
  const work = stageWork(context);
  const recorded = recordedOf(context);
  const batch = recordOf(context);
  const under = new Set(batch.results === undefined ? batch.steps.map(({ key }) => key) : []);
  const choices = choicesOf(context.state, work.events());
  const waiting = promptsLeft(now.stage, { chosen: work.policy.steps, choices })
    .map(({ step: { key, title } }) => ({ key, title }))
    .filter(({ key }) => !under.has(key));
  const run = await promptsRun(context, recorded, { size: batchSizeOf(context), waiting });
  const begun = run.batches
    .find(({ number }) => number === batch.number)
    ?.prompts.filter(({ status }) => status !== 'not_run');
  const stage = context.header.stage?.key ?? '';
  await writeDocuments(
    context,
    run,
    stage,
    (begun ?? []).map(({ key }) => key),
  );
  return run;
}
