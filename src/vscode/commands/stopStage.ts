import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { atWork, nameOfStage } from './stageTargets';
import { isTrusted } from './trust';

/** Stops the run of a stage with all that it started; the run can be resumed. */
export async function stopStage(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const chosen = await atWork(deps.store, target, vscode.l10n.t('Stop the run of which stage?'));
  if (!chosen) return;
  const title = vscode.l10n.t('Stopping {0}…', nameOfStage(chosen));
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    deps.runners.stop(chosen.run),
  );
}
