/** `choose_prompts`, `begin_prompts` and `finish_prompts`: which prompts come next, and the marker before them (prompts.md 2.3, 2.4). */
import { roundsOf } from '../../batch/rounds';
import { NOBODY_CHOSE, nextPrompts, promptsLeft } from '../../formats/prompts/run/next';
import { count } from '../../formats/prompts/run/shown';
import type { StageView } from '../../status';
import type { Action, ActionContext } from '../action';
import { blockedState } from '../stage/chooseBatch';
import { describeSteps, viewsOf } from '../stage/describeBatch';
import { askAboutGone, expectedState, leftState } from '../stage/stepsGone';
import { choicesOf, currentBatch, goneFor, stageWork } from '../stage/state';
import type { StageWork } from '../stageWork';
import { requestedState } from './requested';
import { batchSizeOf, mapIn, writeAll } from './stageState';
import { undecided } from './undecided';

/** The first that are left, or what has to be decided before. */
export const choosePrompts: Action = async (context) => {
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  // What a person wants committed is no part of what the next marker leads back from.
  if ((await undecided(context, 'asked')) !== undefined) return { updates: {}, next: 'propose_commits' };
  const gone = askAboutGone(context.state, work, now.stage);
  if (gone) return gone;
  const wanted = { chosen: work.policy.steps, choices: choicesOf(context.state, work.events()) };
  const expected = expectedState(context.state, work, promptsLeft(now.stage, wanted));
  const { batches } = work.run();
  const next = nextPrompts(now.stage, {
    ...wanted,
    size: batchSizeOf(context),
    begun: new Set(batches.flatMap(({ steps }) => steps.map(({ key }) => key))),
  });
  switch (next.kind) {
    case 'done':
      return { updates: expected, next: 'finish' };
    case 'blocked':
      return { updates: { ...expected, ...blockedState(next.steps) }, next: 'gate_blocked' };
    case 'batch': {
      const number = currentBatch(context.state).number + 1;
      return {
        updates: {
          ...expected,
          ...{ batch_number: number, batch: String(number), size_choice: '' },
          batch_steps: next.steps.map(({ step }) => step.key),
        },
      };
    }
  }
};

/** The marker is there, and the report names it, before anything runs. */
export const beginPrompts: Action = async (context) => {
  const work = stageWork(context);
  const { number } = currentBatch(context.state);
  const known = work.run().batches.find((batch) => batch.number === number);
  const batch = known ?? (await describe(context, work));
  if ('gone' in batch) return goneFor(batch);
  const stop = await work.beginBatch(batch);
  if (stop) return { stop };
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const heads = { ...mapIn(context.state, 'heads'), [String(number)]: await context.tree.head() };
  const views = now.stage.steps.filter(({ step }) => batch.steps.some(({ key }) => key === step.key));
  const prompts = await Promise.all(
    views.map(async ({ step: { key, file } }) => ({ key, text: (await context.readText(file)) ?? '' })),
  );
  const updates = { heads, ...requestedState(prompts) };
  await writeAll({ ...context, state: { ...context.state, ...updates } }, now);
  return { updates };
};

async function describe(
  context: ActionContext,
  work: StageWork,
): Promise<Parameters<StageWork['beginBatch']>[0] | { readonly gone: string }> {
  const now = await work.now();
  if ('gone' in now) return now;
  const { number, key, steps: keys } = currentBatch(context.state);
  const views = viewsOf(now.stage, keys);
  const steps = await describeSteps(context, now.plan.format, views);
  return { number, batch: key, steps, ...roundsOf(views, 1, false) };
}

/** `finish_prompts`: no prompt is left to be run; those that were left out are named, those not committed counted. */
export const finishPrompts: Action = async (context) => {
  const work = stageWork(context);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const wanted = { chosen: work.policy.steps, choices: NOBODY_CHOSE };
  const left = leftState(context.state, now.stage, promptsLeft(now.stage, wanted));
  return { updates: { ...left, uncommitted_text: uncommittedText(now.stage) } };
};

/** The run sees them done, and the map as unresolved until a commit names them (prompts.md 2.5). */
function uncommittedText({ steps }: StageView): string {
  const open = steps.filter(
    ({ status, step: { evidence } }) => status === 'done' && evidence && 'missing' in evidence,
  );
  if (open.length === 0) return '';
  return `Not committed yet: ${count(open.length, 'prompt')}; the checkpoint report proposes the commits.`;
}
