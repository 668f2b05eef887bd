/** The report of a run of okstra and the draft of its pull request, from all that is known of it (okstra.md 3.7). */
import { hasFailed } from '../../checks';
import { rowsOf } from '../../formats/okstra/run/consumerRows';
import { shortList } from '../../formats/okstra/run/excerpt';
import { pullRequest, type PullRequestText } from '../../formats/okstra/run/pullRequest';
import { okstraRunReport, type RunReportParts } from '../../formats/okstra/run/runReport';
import { taskOf } from '../../formats/okstra/run/task';
import { inline, pathText } from '../../reportText';
import type { ActionContext } from '../action';
import { textOf } from '../read';
import { stageWork } from '../stage/state';
import { recordsIn } from './kept';
import { nextRun, previousRun } from './neighbours';
import { pathIn } from './plan';
import { untouchedInReview } from './untouched';
import { combinedChanges, editsOf, type RunNow } from './runNow';

/** What a run leaves for people. */
export interface RunDocuments {
  readonly report: string;
  readonly pullRequest: PullRequestText;
  /** What a person has to know before the next run, as Markdown; empty where nothing is wrong. */
  readonly problems: string;
}

/** Both documents by what was written down; nothing is written here. */
export async function runDocuments(context: ActionContext, run: RunNow): Promise<RunDocuments> {
  const parts = await reportParts(context, run);
  const request = pullRequest({
    stages: run.stages,
    summary: run.stages.map(({ title }) => title).join('; '),
    edits: parts.edits,
    previous: previousRun(context.state['previous_run'], run.log, parts.task),
    next: nextRun(run),
  });
  return { report: okstraRunReport(parts), pullRequest: request, problems: problemsOf(parts) };
}

async function reportParts(context: ActionContext, run: RunNow): Promise<RunReportParts> {
  const { state, header, tree } = context;
  const { stages, log, file } = run;
  const combined = await combinedChanges(context);
  const changed = 'changed' in combined ? combined.changed : [];
  const [from, to] = [textOf(state, 'run_head'), await tree.head()];
  const verdict = textOf(state, 'verdict');
  const task = taskOf(header);
  const numbers = stages.map(({ number }) => number);
  return {
    plan: { title: header.plan.title, file: pathIn(context, file) },
    task,
    started: textOf(state, 'run_started'),
    ended: stageWork(context).run().batches.at(-1)?.endedAt ?? '',
    ...(from !== '' && to !== '' && { commits: { from, to } }),
    stages,
    checks: recordsIn(state['run_checks']),
    ...(verdict !== '' && { review: { verdict, text: textOf(state, 'review_report') } }),
    untouched: await untouchedInReview(context),
    edits: editsOf(
      run,
      changed.map(({ path }) => path),
    ),
    rows: rowsOf(log, task, numbers),
    changed,
  };
}

const MOST_SHOWN = 30;

function problemsOf({ checks, review, edits, untouched, stages }: RunReportParts): string {
  const failed = checks.filter(hasFailed);
  const unsaid = edits.filter(({ why }) => why === undefined);
  const touched = 'changed' in untouched ? untouched.changed : [];
  const foreign = stages.flatMap((stage) => stage.foreign);
  return [
    ...failed.map(({ check, display }) => `The ${check} check of the run failed: ${pathText(display)}.`),
    ...(review === undefined ? ['Nobody reviewed the run: its reviewer gave no verdict.'] : []),
    ...(review?.verdict === 'blocked' ? [`The review says "blocked":\n\n${review.text.slice(0, 4000)}`] : []),
    ...listed(
      'Files out of the plan changed without a justification',
      unsaid.map(({ path }) => pathText(path)),
    ),
    ...listed('Agents wrote what only Stage Runner writes', foreign.map(inline)),
    ...listed('Files changed while the run was being reviewed', touched),
  ].join('\n\n');
}

function listed(what: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${what}:\n\n${shortList(items, MOST_SHOWN)}`];
}
