/** The report of a run of okstra and the draft of its pull request, from all that is known of it (okstra.md 3.7). */
import { rowsOf } from '../../formats/okstra/run/consumerRows';
import { shortList } from '../../formats/okstra/run/excerpt';
import { pullRequest, type PullRequestText } from '../../formats/okstra/run/pullRequest';
import { okstraRunReport, type RunReportParts } from '../../formats/okstra/run/runReport';
import { taskOf } from '../../formats/okstra/run/task';
import { pathText } from '../../reportText';
import type { ActionContext } from '../action';
import { textOf } from '../read';
import { stageWork } from '../stage/state';
import { recordsIn } from './kept';
import { nextRun, previousRun } from './neighbours';
import { pathIn } from './plan';
import { combinedChanges, editsOf, type RunNow } from './runNow';

export interface RunDocuments {
  readonly report: string;
  readonly pullRequest: PullRequestText;
  /** What a person has to know before the next run, as Markdown; empty where nothing is wrong. */
  readonly problems: string;
}

export async function runDocuments(context: ActionContext, run: RunNow): Promise<RunDocuments> {
  const parts = await reportParts(context, run);
  const request = pullRequest({
    stages: run.stages,
    summary: run.stages.map(({ title }) => title).join('; '),
    edits: parts.edits,
    previous: previousRun(context.state['previous_run'], run.log, parts.task),
    next: nextRun(run),
  });
  const touched = await touchedInReview(context);
  return { report: okstraRunReport(parts), pullRequest: request, problems: problemsOf(parts, touched) };
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
    edits: editsOf(
      run,
      changed.map(({ path }) => path),
    ),
    rows: rowsOf(log, task, numbers),
    changed,
  };
}

/** A reviewer changes nothing; what changed meanwhile, by whomever, nobody has checked. */
async function touchedInReview(context: ActionContext): Promise<readonly string[]> {
  const after = textOf(context.state, 'run_after');
  const now = after === '' ? undefined : await combinedChanges(context);
  if (now === undefined || 'refused' in now) return [];
  const found = await context.tree.changes(after, now.to);
  if ('refused' in found) return [];
  const paths = found.changed.map(({ path }) => path);
  return paths.filter((path) => !now.own.some((folder) => path.startsWith(folder)));
}

const MOST_SHOWN = 30;

function problemsOf({ checks, review, edits }: RunReportParts, touched: readonly string[]): string {
  const failed = checks.filter(({ status }) => status === 'failed' || status === 'timed_out');
  const unsaid = edits.filter(({ why }) => why === undefined);
  return [
    ...failed.map(({ check, display }) => `The ${check} check of the run failed: ${pathText(display)}.`),
    ...(review === undefined ? ['Nobody reviewed the run: its reviewer gave no verdict.'] : []),
    ...(review?.verdict === 'blocked' ? [`The review says "blocked":\n\n${review.text.slice(0, 4000)}`] : []),
    ...(unsaid.length === 0
      ? []
      : [
          `Files out of the plan changed without a justification:\n\n${shortList(paths(unsaid), MOST_SHOWN)}`,
        ]),
    ...(touched.length === 0
      ? []
      : [
          `Files changed while the run was being reviewed:\n\n${shortList(touched.map(pathText), MOST_SHOWN)}`,
        ]),
  ].join('\n\n');
}

function paths(edits: readonly { readonly path: string }[]): string[] {
  return edits.map(({ path }) => pathText(path));
}
