/** `verify_batch`: the verification of a whole batch, with all that failed (prompts.md 2.4). */
import type { CheckRecord } from '../../checks';
import type { Action } from '../action';
import { goneFor, stageWork } from '../stage/state';
import { failedText } from './failedText';
import { resultsOf } from './runPrompts';
import { recordOf, writeAll } from './stageState';
import { isRed, redWords } from './verifyPrompt';

export const verifyBatch: Action = async (context) => {
  const work = stageWork(context);
  const batch = recordOf(context);
  const records: CheckRecord[] = [];
  for (const check of ['lint', 'build', 'test'] as const) records.push(await context.runCheck(check));
  const red = records.filter(isRed);
  const why = red.length === 0 ? undefined : `Its batch was not verified. ${red.map(redWords).join(' ')}`;
  const results = resultsOf(context, batch, new Map(), why);
  // One that ended before its last prompts, for the sake of a commit, leaves these to the next.
  await work.endBatch(
    batch.number,
    results.filter(({ run, outcome }) => run !== undefined || outcome === 'skipped'),
  );
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const run = await writeAll(context, now);
  if (why === undefined) return { updates: {} };
  return { updates: { failed_text: failedText(run, batch.number) }, next: 'gate_unverified' };
};
