/** `apply_failed`, `close_batch` and `halt_stage`: how a stage goes on after a batch, or comes to rest. */
import { finishedByResults, finishedByStage, type FinishedBatches } from '../../batch/finished';
import { dependentsOf, nextBatch, stepsLeft, unfinishedSteps } from '../../batch/nextBatch';
import { restAfterBatch } from '../../batch/policy';
import { protocolsOf } from '../../batch/protocols';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import type { StageNow } from '../stageWork';
import { askAboutGone, leftState } from './stepsGone';
import {
  choicesOf,
  currentBatch,
  goneFor,
  keysOf,
  nameIn,
  nameOf,
  policyIn,
  stageWork,
  wentOnSinceAnswer,
} from './state';

/**
 * What a person said about the failed steps: `continue` leaves them and what depends on them out, `skip` leaves out only
 * them, `retry` runs them again.
 */
export const applyFailed: Action = async (context) => {
  const { state } = context;
  const failed = keysOf(state, 'failed');
  const choice = textOf(state, 'failed_choice');
  if (choice === 'retry') {
    const number = currentBatch(state).number + 1;
    return {
      updates: { batch_number: number, retry_number: number, batch_steps: failed },
      next: 'run_batch',
    };
  }
  const now = await stageWork(context).now();
  if ('gone' in now) return goneFor(now);
  const names = failed.map((key) => nameIn(now.stage, key)).join(', ');
  const dependents = dependentsOf(failed, now.stage).map(nameOf).join(', ');
  if (choice !== 'skip')
    return {
      updates: { left_out: [...keysOf(state, 'left_out'), ...failed] },
      note: `Left out: ${names}${dependents === '' ? '' : `; with what depends on it: ${dependents}`}`,
    };
  return {
    updates: { skipped: [...keysOf(state, 'skipped'), ...failed] },
    note: `Skipped: ${names}${dependents === '' ? '' : `; without it go on: ${dependents}`}`,
  };
};

/**
 * After a batch the stage may come to rest, as its policy or a person asks. After the last one it does so only where an
 * audit follows, which is more than the batches that were asked for, or a question about steps that have gone; else nothing
 * is left but to end.
 */
export const closeBatch: Action = async (context) => {
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const stop = restAfterBatch(work.events(), work.children(), finishedIn(context, now));
  if (stop === undefined) return { updates: {} };
  const { state } = context;
  const next = nextBatch(now.stage, policyIn(state, work), choicesOf(state, work.events()));
  if (next.kind !== 'done' || askAboutGone(state, work, now.stage) !== undefined) return { stop };
  const { format, terms } = now.plan;
  if (!protocolsOf(format).audits) return { updates: {} };
  const left = `No ${terms.step} is left: going on takes the ${terms.stage} to its end, with its ${terms.proof ?? 'audit'}.`;
  return { stop: { ...stop, detail: `${stop.detail} ${left}` } };
};

/** Where commits are held, a batch is a thing of this run alone; the format's own are told by what is left of them. */
function finishedIn(context: ActionContext, { plan, stage }: StageNow): FinishedBatches {
  const work = stageWork(context);
  const { batches } = work.run();
  if (protocolsOf(plan.format).holdsCommits) return finishedByResults(batches);
  const choices = choicesOf(context.state, work.events());
  return finishedByStage(batches, unfinishedSteps(stage, policyIn(context.state, work), choices));
}

/** The answer that does nothing else. */
const STOP = 'stop';

/** A person ended the stage at a gate; resuming looks at the stage anew. */
export const haltStage: Action = (context) => {
  const work = stageWork(context);
  if (wentOnSinceAnswer(work.events(), 'stage_halted')) return Promise.resolve({ updates: {} });
  const answered = work.run().gates.findLast(({ answer }) => answer !== undefined);
  const by = answered?.answer?.by ?? 'A person';
  const title = answered?.gate.title ?? 'a gate';
  const choice = answered?.answer?.choice ?? STOP;
  // Such as “go back and stop”: what it did besides is not to be overlooked.
  const what = choice === STOP ? 'stopped the stage' : `chose “${choice}”`;
  const detail = `${by} ${what} at “${title}”.`;
  return Promise.resolve({ stop: { code: 'stage_halted', detail } });
};

/** `finish`: no step is left to be run; those that were left out are named. */
export const finishStage: Action = async (context) => {
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const left = stepsLeft(now.stage, policyIn(context.state, work));
  return { updates: leftState(context.state, now.stage, left) };
};
