/** `go_back`: the batch is taken back to its checkpoint, and its prompts are to be run again (prompts.md 2.4). */
import { smallerSize } from '../../formats/prompts/run/batches';
import { strayStop } from '../../formats/prompts/run/stray';
import type { Stop, StopCode } from '../../stops';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import { goneFor, keysOf, stageWork, wentOnSinceAnswer } from '../stage/state';
import { markIn } from './marker';
import { eventsOfBatch, promptsWork } from './recorded';
import { resultsOf } from './runPrompts';
import { numbersIn, recordOf, writeAll } from './stageState';

const STRAY = 'stray_changes';

/** Only the files go back: what was recorded of the batch stays. */
export const goBack: Action = async (context) => {
  const { state } = context;
  const work = stageWork(context);
  const { number } = recordOf(context);
  // Said before: the runs of its prompts are not to be seen any more once their work was taken back.
  if (recordOf(context).results === undefined)
    await work.endBatch(number, resultsOf(context, recordOf(context), new Map()));
  const batch = recordOf(context);
  const stop = await restored(context, number);
  if (stop) return { stop };
  const size = textOf(state, 'size_choice') === 'go back' ? smallerSize(batch.steps.length) : undefined;
  const updates = {
    rolled_back: [...new Set([...numbersIn(state, 'rolled_back'), batch.number])],
    declined: keysOf(state, 'declined').filter((key) => batch.steps.every((step) => step.key !== key)),
    ...(size !== undefined && { reduced_size: size }),
  };
  // From here on its prompts are open again: that of one which succeeded too.
  const results = batch.steps.map(({ key: step }) => {
    const run = batch.results?.find((result) => result.step === step)?.run;
    return { step, outcome: 'failed' as const, text: 'The batch was taken back.', ...(run && { run }) };
  });
  await work.endBatch(batch.number, results);
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  await writeAll({ ...context, state: { ...state, ...updates } }, now);
  return { updates, note: `Batch ${batch.number} was taken back to its checkpoint.` };
};

/** Why the files are not as before the batch; `undefined` where they are, or a person kept what was stray. */
async function restored(context: ActionContext, number: number): Promise<Stop | undefined> {
  const events = stageWork(context).events();
  if (wentOnSinceAnswer(events, STRAY)) return undefined;
  const mark = markIn(eventsOfBatch(events, number));
  if (mark?.state !== 'taken') {
    if (wentOnSinceAnswer(events, BY_HAND)) return undefined;
    return {
      code: BY_HAND,
      detail: 'There is no checkpoint: go back by hand as the report says, then resume.',
    };
  }
  const back = await promptsWork(context).goBack(mark.id);
  if ('refused' in back) return { code: BY_HAND, detail: back.refused };
  return strayStop(mark.name, back.stray);
}

const BY_HAND: StopCode = 'not_rolled_back';
