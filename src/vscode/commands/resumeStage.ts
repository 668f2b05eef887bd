import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { chooseStage } from './stageTargets';
import { resumeRunOf } from './startStage';
import { isTrusted } from './startRun';

/** Lets the last run of a stage go on where it stands. */
export async function resumeStage(deps: CommandDeps, target: unknown): Promise<void> {
  if (!(await isTrusted())) return;
  const none = vscode.l10n.t('No run of a stage can be resumed.');
  const chosen = await chooseStage(deps.store, target, {
    title: vscode.l10n.t('Resume the run of which stage?'),
    fits: ({ next }) => next === 'resumeStage',
    none,
  });
  const run = chosen?.stage.lastRun?.run;
  if (chosen && run) await resumeRunOf(deps, chosen, run);
  else if (chosen) void vscode.window.showInformationMessage(none);
}
