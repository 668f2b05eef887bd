/** How a run of prompts stands, from its journal and those of its prompts; and the documents that say so. */
import type { BatchRecord, BatchStep } from '../../batch/record';
import { hasFailed, type CheckRecord } from '../../checks';
import type { RunEvent } from '../../events';
import { checkpointsReport } from '../../formats/prompts/run/checkpointsReport';
import { runFiles } from '../../formats/prompts/run/files';
import { promptOutcome } from '../../formats/prompts/run/fromRun';
import type { BatchOutcome, PromptOutcome, PromptsRun } from '../../formats/prompts/run/outcome';
import { runLog } from '../../formats/prompts/run/runLog';
import { runSummary } from '../../formats/prompts/run/summary';
import type { ActionContext } from '../action';
import { markerOf } from './marker';
import { proposalsOf } from './proposals';
import { checksIn, childIn, eventsOfBatch, keptOf, promptsWork, type Recorded } from './recorded';
import { requestedIn } from './requested';

/** What of the prompts' run is not recorded: the plan's side of it. */
export interface Around {
  /** `Stage.key`. */
  readonly stage: string;
  readonly size: number;
  /** Prompts that wait for a batch of theirs. */
  readonly waiting: readonly { readonly key: string; readonly title: string }[];
}

/** The whole run, batch by batch, those that wait too. */
export async function promptsRun(
  context: ActionContext,
  recorded: Recorded,
  { size, waiting }: Pick<Around, 'size' | 'waiting'>,
): Promise<PromptsRun> {
  const { run } = recorded;
  const batches: BatchOutcome[] = [];
  for (const batch of run.batches) batches.push(await batchOutcome(context, recorded, batch));
  const { plan, folder, step } = run.header;
  return {
    title: run.header.stage?.key === '' ? plan.title : `${plan.title}, ${step.title}`,
    folder,
    size,
    batches: [...batches, ...waitingBatches(waiting, size, (batches.at(-1)?.number ?? 0) + 1)],
    at: run.lastAt,
  };
}

function waitingBatches(waiting: Around['waiting'], size: number, first: number): BatchOutcome[] {
  return Array.from({ length: Math.ceil(waiting.length / size) }, (_, at) => ({
    number: first + at,
    state: 'waiting',
    prompts: waiting
      .slice(at * size, (at + 1) * size)
      .map(({ key, title }): PromptOutcome => ({ key, title, status: 'not_run', commits: [] })),
    checks: [],
    requested: [],
    proposals: [],
  }));
}

/** One batch as it stands. */
async function batchOutcome(
  context: ActionContext,
  recorded: Recorded,
  batch: BatchRecord,
): Promise<BatchOutcome> {
  const { number, steps } = batch;
  const events = eventsOfBatch(recorded.events, number);
  const checks = checksOf(recorded, batch, events);
  const prompts = await Promise.all(steps.map((step) => outcomeOf(context, recorded, batch, step)));
  const state = stateOf(recorded, batch, checks, prompts);
  const marker = await markerOf(context, recorded.run, number, events);
  const proposals =
    state === 'running' || state === 'rolled_back' ? [] : await proposalsOf(context, recorded, batch);
  const requested = requestedIn(events, batch);
  return { number, state, prompts, ...(marker && { marker }), checks, requested, proposals };
}

function stateOf(
  { rolledBack }: Recorded,
  { number, results }: BatchRecord,
  checks: readonly CheckRecord[],
  prompts: readonly PromptOutcome[],
): BatchOutcome['state'] {
  if (rolledBack.includes(number)) return 'rolled_back';
  if (results === undefined) return 'running';
  if (checks.some(hasFailed)) return 'failed';
  if (results.every(({ outcome }) => outcome !== 'failed')) return 'completed';
  return prompts.some(({ status }) => status === 'failed' || status === 'timed_out') ? 'failed' : 'stopped';
}

async function outcomeOf(
  context: ActionContext,
  { children, commits }: Recorded,
  batch: BatchRecord,
  { key, title }: BatchStep,
): Promise<PromptOutcome> {
  const run = childIn(children, batch.number, key);
  const result = batch.results?.find(({ step }) => step === key);
  const kept = await keptOf(context, run?.id ?? result?.run);
  const ended = batch.results !== undefined;
  return promptOutcome({ key, title, run, kept, commits: commits[key] ?? [], result, ended });
}

/** Those of the batch as a whole; where it did not come so far, those of the last prompt that ran. */
function checksOf(
  { children }: Recorded,
  { number, results, steps }: BatchRecord,
  events: readonly RunEvent[],
): readonly CheckRecord[] {
  const own = checksIn(events);
  if (own.length > 0 || results === undefined) return own;
  return steps.flatMap(({ key }) => childIn(children, number, key) ?? []).at(-1)?.checks ?? [];
}

/** Writes the reports whole, and the logs of some prompts. */
export async function writeDocuments(
  context: ActionContext,
  run: PromptsRun,
  stage: string,
  keys: readonly string[],
): Promise<void> {
  const files = runFiles(context.header.plan.root, stage);
  const work = promptsWork(context);
  await work.writeReport(files.checkpoints, checkpointsReport(run));
  await work.writeReport(files.summary, runSummary(run));
  for (const key of keys) await work.writeReport(files.log(key), runLog(run, key));
}
