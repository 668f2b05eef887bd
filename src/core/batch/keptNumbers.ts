/**
 * Batches that a format counts by what is done so far (okstra.md 3.5) would change their numbers while one of them is
 * half done. In the eyes of the run of their stage a batch keeps the number that it began with.
 */
import { group } from '../group';
import type { StepBatch } from '../plan';
import type { Run } from '../run';
import type { StepView } from '../status';
import type { BatchRecord } from './record';

/** @param run the last one of the stage */
export function withKeptNumbers(
  views: readonly StepView[],
  { batches }: Pick<Run, 'batches'>,
): readonly StepView[] {
  if (batches.length === 0 || !views.some(({ step }) => step.batch?.byProgress)) return views;
  const keys = new Map([...othersOf(views, batches), ...recorded(batches)]);
  return views.map((view) => withBatch(view, keys.get(view.step.key)));
}

/** A step that was run again stays in the batch that it was in first. */
function recorded(batches: readonly BatchRecord[]): [string, string][] {
  return batches
    .toReversed()
    .flatMap(({ batch, steps }) => steps.map(({ key }): [string, string] => [key, batch]));
}

/** What was done before the first batch of the run has the numbers before it, what the run has not come to those after. */
function othersOf(views: readonly StepView[], batches: readonly BatchRecord[]): [string, string][] {
  const inRun = new Set(batches.flatMap(({ steps }) => steps.map(({ key }) => key)));
  const numbers = batches.map(({ batch }) => Number(batch)).filter((number) => !Number.isNaN(number));
  if (numbers.length === 0) return [];
  const first = Math.min(...numbers);
  let [before, after] = [0, Math.max(...numbers)];
  const others = views.filter(({ step }) => step.batch !== undefined && !inRun.has(step.key));
  const groups = [...group(others, ({ step }) => step.batch?.key ?? '')];
  groups.sort(([left], [right]) => Number(left) - Number(right));
  return groups.flatMap(([, members]) => {
    const isBehind = before + 1 < first && members.every(({ step }) => step.mark === 'complete');
    const number = String(isBehind ? ++before : ++after);
    return members.map(({ step }): [string, string] => [step.key, number]);
  });
}

function withBatch(view: StepView, key: string | undefined): StepView {
  const { step } = view;
  if (key === undefined || step.batch === undefined || step.batch.key === key) return view;
  const batch: StepBatch = { ...step.batch, key };
  return { ...view, step: { ...step, batch } };
}
