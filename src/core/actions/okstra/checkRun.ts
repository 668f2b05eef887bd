/** `check_okstra_run`: the checks of a run, and what its reviewer is given; once over all its stages (okstra.md 3.7). */
import type { CheckRecord } from '../../checks';
import { reviewTask, type ReviewTaskParts } from '../../formats/okstra/run/reviewTask';
import type { Action, ActionContext } from '../action';
import { textOf } from '../read';
import type { NoAnswer } from '../workTree';
import { pathIn } from './plan';
import { combinedChanges, runNow } from './runNow';
import type { TreeChanges } from './treeChanges';

/** Formatting changes files: that would be work of nobody, after the validations. */
const CHECKS = ['lint', 'build', 'test'] as const;

/** A run of which no stage is done is over without checks, review and report. */
export const checkOkstraRun: Action = async (context) => {
  const run = await runNow(context);
  if (!('stages' in run)) return run;
  if (run.stages.every(({ outcome }) => outcome !== 'done'))
    return { updates: { run_over: true }, next: 'close_batch' };
  const records: CheckRecord[] = [];
  for (const check of CHECKS) records.push(await context.runCheck(check));
  const combined = await combinedChanges(context);
  const changed = 'changed' in combined ? combined.changed : [];
  const patch = await patchOf(context, combined);
  const why = patch && 'refused' in patch ? patch.refused : undefined;
  return {
    updates: {
      run_checks: records,
      run_changed: changed,
      run_after: 'to' in combined ? combined.to : '',
      run_after_head: await context.tree.head(),
      verdict: '',
      review_report: '',
      review_prompt: reviewTask({
        file: pathIn(context, run.file),
        stages: run.stages,
        checks: records,
        edits: run.edits,
        changed,
        patch: patch && 'text' in patch ? patch : undefined,
      }),
    },
    ...(why !== undefined && { note: why }),
  };
};

/** UTF-16 units: a prompt is read whole, and the files themselves are there. */
const LONGEST_PATCH = 120_000;

async function patchOf(
  context: ActionContext,
  combined: TreeChanges | NoAnswer,
): Promise<ReviewTaskParts['patch'] | NoAnswer> {
  if ('refused' in combined) return combined;
  const from = textOf(context.state, 'run_tree');
  const found = await context.tree.patch(from, combined.to, combined.own, LONGEST_PATCH);
  return 'refused' in found ? found : { text: found.patch, cut: found.cut };
}
