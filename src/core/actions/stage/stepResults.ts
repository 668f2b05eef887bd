/** What came of the steps of a batch: by their own marks of completion, and why not by their runs. */
import { handoffSummary } from '../../batch/describe';
import { runIn } from '../../batch/goingOn';
import type { StepResult } from '../../batch/record';
import { isOpen } from '../../batch/standing';
import type { Run } from '../../run';
import type { StepView } from '../../status';
import { stopReason } from '../../stops';
import type { ActionContext } from '../action';
import type { NotRun, StageNow, StageWork } from '../stageWork';
import { choicesOf, type CurrentBatch } from './state';

interface After {
  readonly now: StageNow;
  readonly notRun: NotRun;
}

/** Results in the order of the batch. */
export function stepResults(
  context: ActionContext,
  work: StageWork,
  { number, steps }: CurrentBatch,
  after: After,
): Promise<StepResult[]> {
  const { skipped } = choicesOf(context.state, work.events());
  const batch = work.run().batches.find((one) => one.number === number) ?? { number };
  return Promise.all(
    steps.map((key) => {
      const child = runIn(work.children(), batch, key);
      return resultOf(context, key, child, skipped.includes(key), after);
    }),
  );
}

/** Done is what has its own mark of completion on the disk, whatever the run of the step says (renn-gsd.md 1.12). */
async function resultOf(
  context: ActionContext,
  key: string,
  child: Run | undefined,
  isSkipped: boolean,
  { now: { plan, stage }, notRun }: After,
): Promise<StepResult> {
  const view = stage.steps.find(({ step }) => step.key === key);
  const run = child === undefined ? {} : { run: child.id };
  if (view && !isOpen(view)) {
    const text = view.step.handoff ? await context.readText(view.step.handoff.file) : undefined;
    return { step: key, outcome: 'done', text: handoffSummary(plan.format, text ?? ''), ...run };
  }
  if (isSkipped) return { step: key, outcome: 'skipped', text: 'Left out by choice.', ...run };
  const text = notRun.get(key) ?? whyFailed(view, child, plan.terms.handoff);
  return { step: key, outcome: 'failed', text, ...run };
}

function whyFailed(view: StepView | undefined, child: Run | undefined, handoff: string): string {
  if (view === undefined) return 'Its file is not in the plan any more.';
  if (child === undefined) return 'It was not run.';
  const { isolated } = child.header;
  if (child.stop && stopReason(child.stop.code).family !== 'success') {
    const why = `${stopReason(child.stop.code).title}. ${child.stop.detail}`.trim();
    return isolated ? `${why} What it did so far is in ${isolated.worktree}.` : why;
  }
  if (isolated) return `Its result is not in the working tree; it is in ${isolated.worktree}.`;
  const why = view.contradictions.length > 0 ? `: ${view.contradictions.join('; ')}` : '';
  return `Its run ended, and its mark of completion is not there (no valid ${handoff})${why}.`;
}
