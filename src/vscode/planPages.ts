/** Pages about a plan, as Markdown: its checkpoints, and where a resume would begin. Nothing changes by making one. */
import * as vscode from 'vscode';
import { checkpointReport } from '../core/checkpoints/report';
import { settingsIn } from '../core/formats/prompts/run/settings';
import type { Run } from '../core/run';
import type { PlanView } from '../core/status';
import type { ResumePreview } from '../core/resume/preview';
import { previewText } from '../core/resume/previewText';
import type { Checkpoints } from '../node/checkpoints/ports';
import { GitUnavailable } from '../node/checkpoints/refs';
import { resumePreview, type ResumeRequest } from '../node/resume/preview';
import type { CheckpointShelf } from './checkpoints/shelf';
import type { PlanAddress } from './documentAddress';
import { findStage } from './mapIndex';
import { agentSetting, checkpointLimits, checkpointsWhen, checkSetting, runVariables } from './settings';
import type { StageStore } from './store';

/** The text of a page; that a plan is gone is a page too. */
export async function planPage(
  address: PlanAddress,
  store: StageStore,
  shelf: CheckpointShelf,
): Promise<string> {
  await store.whenReady;
  const view = store.plan(address.plan);
  if (view === undefined || !vscode.workspace.isTrusted)
    return vscode.l10n.t(
      'There is nothing to show: the plan is not in this workspace, or the workspace is not trusted.',
    );
  switch (address.kind) {
    case 'resume':
      return resumePage(view, store, shelf);
    case 'report':
      return reportPage(view, shelf);
    case 'dryRun':
      return dryRunPage(view, address, shelf);
  }
}

async function dryRunPage(
  view: PlanView,
  { stage: key, steps }: Extract<PlanAddress, { kind: 'dryRun' }>,
  shelf: CheckpointShelf,
): Promise<string> {
  const { folder, format } = view.plan;
  const stage = findStage(view, key);
  if (stage === undefined)
    return vscode.l10n.t('There is nothing to show: the stage is not in the plan any more.');
  const { promptsDryRun } = await import('../node/dryRun');
  const agent = agentSetting(folder);
  const opened = checkpointsWhen(folder) === 'off' ? undefined : await shelf.open(folder);
  return promptsDryRun({
    view,
    stage,
    ...(steps && { steps }),
    settings: settingsIn(runVariables(folder, format)),
    agent: agent === '' ? vscode.l10n.t('the agent that you choose') : agent,
    tagPrefix: checkpointLimits(folder).tagPrefix,
    checkpoints: opened !== undefined && !('refused' in opened),
    checkSetting: (check) => checkSetting(folder, check),
    env: process.env,
  });
}

async function reportPage({ plan, steps, next }: PlanView, shelf: CheckpointShelf): Promise<string> {
  const opened = await shelf.open(plan.folder);
  // No report is better than one that says there is nothing to return to.
  if ('refused' in opened) return `${opened.refused.detail} ${opened.refused.wayOut}`;
  const { checkpoints, problems } = await listed(opened.checkpoints);
  if (problems) return problems.join('\n\n');
  const open = (next ?? steps.find(({ status }) => status !== 'done'))?.step;
  return checkpointReport({
    plan,
    folder: plan.folder,
    seen: checkpoints,
    ...(open && { next: { number: open.number ?? '', title: open.title } }),
    at: new Date().toISOString(),
  });
}

async function resumePage(plan: PlanView, store: StageStore, shelf: CheckpointShelf): Promise<string> {
  return previewText(await lookAtResume(plan, store, shelf));
}

/**
 * Where a resume of the plan would begin, and why. Needs trust.
 * @param run that is to go on: of a whole stage all that its steps left is its own
 */
export async function lookAtResume(
  plan: PlanView,
  store: StageStore,
  shelf: CheckpointShelf,
  run?: Run,
): Promise<ResumePreview> {
  const { folder } = plan.plan;
  const runs = await store.runStoreFor(folder);
  const running = new Set(store.map.running.map(({ lastRun }) => lastRun?.id));
  const opened = await shelf.open(folder);
  const agent = agentSetting(folder);
  return resumePreview({
    plan,
    folder,
    env: { [shelf.tool.name]: shelf.tool.version, ...(agent !== '' && { agent }) },
    confirmed: shelf.confirmed.list(),
    ...(run?.header.stage && { stageRun: run }),
    runs: runs.runs().map((run) => ({ run, driven: running.has(run.id) })),
    ...('refused' in opened ? { checkpoints: [] } : await listed(opened.checkpoints)),
  });
}

/** That git cannot be asked just now is told by the preview and stops nobody from resuming. */
async function listed(
  checkpoints: Checkpoints,
): Promise<Pick<ResumeRequest, 'checkpoints' | 'rejected' | 'problems'>> {
  try {
    return { checkpoints: await checkpoints.list(), rejected: await checkpoints.rejected() };
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    return { checkpoints: [], problems: [error.message] };
  }
}
