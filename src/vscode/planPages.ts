/** Pages about a plan, as Markdown: its checkpoints, and where a resume would begin. Nothing changes by making one. */
import * as vscode from 'vscode';
import type { PlanView } from '../core/status';
import { previewText } from '../core/resume/previewText';
import { resumePreview } from '../node/resume/preview';
import type { CheckpointShelf } from './checkpoints/shelf';
import type { StageStore } from './store';

export type PlanPage = 'resume';

/** The text of a page; that a plan is gone is a page too. */
export async function planPage(
  _kind: PlanPage,
  planId: string,
  store: StageStore,
  shelf: CheckpointShelf,
): Promise<string> {
  await store.whenReady;
  const view = store.plan(planId);
  if (view === undefined || !vscode.workspace.isTrusted)
    return vscode.l10n.t(
      'There is nothing to show: the plan is not in this workspace, or the workspace is not trusted.',
    );
  return resumePage(view, store, shelf);
}

async function resumePage(plan: PlanView, store: StageStore, shelf: CheckpointShelf): Promise<string> {
  const { folder } = plan.plan;
  const runs = await store.runStoreFor(folder);
  const running = new Set(store.map.running.map(({ lastRun }) => lastRun?.id));
  const opened = await shelf.open(folder);
  const preview = await resumePreview({
    plan,
    folder,
    runs: runs.runs().map((run) => ({ run, driven: running.has(run.id) })),
    checkpoints: 'refused' in opened ? [] : await opened.checkpoints.list(),
    rejected: 'refused' in opened ? [] : await opened.checkpoints.rejected(),
  });
  return previewText(preview);
}
