import * as vscode from 'vscode';
import { capital } from '../stageWords';
import type { CommandDeps } from './command';
import { atWork, nameOfStage } from './stageTargets';
import { isTrusted } from './trust';

/** Lets the run of a stage come to rest after the batch that it is at. */
export async function stopAfterBatch(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Let the run of which stage come to rest?');
  const chosen = await atWork(deps.store, target, title);
  if (!chosen || !(await deps.runners.stopAfterBatch(chosen.run))) return;
  const { batch } = chosen.plan.plan.terms;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} comes to rest after this {1}.', capital(nameOfStage(chosen)), batch),
  );
}
