import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { isAtWork } from './stageTargets';
import { stopStage } from './stopStage';
import { asNode, chooseStep, stepName } from './targets';
import { isTrusted } from './trust';

/**
 * Stops the run of a step, or of a stage: that of a row, or without a row one that is under way. The agent and all it
 * started end, and the run can be resumed.
 */
export async function stop(deps: CommandDeps, target: unknown): Promise<void> {
  const node = asNode(target);
  const stages = node ? [] : deps.store.map.plans.flatMap((plan) => plan.stages);
  if (node?.kind === 'stage' || stages.some(isAtWork)) return stopStage(deps, target);
  if (!isTrusted()) return;
  const view = await chooseStep(deps.store, target, {
    title: vscode.l10n.t('Stop the run of which step?'),
    fits: ({ status }) => status === 'running' || status === 'waiting',
    none: vscode.l10n.t('No step is being run.'),
  });
  const run = view?.lastRun;
  if (!run) return;
  const title = vscode.l10n.t('Stopping step {0}…', stepName(view));
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    deps.runners.stop(run),
  );
}
