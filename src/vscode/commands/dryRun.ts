import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { choosePlanToSee } from './targets';
import { isTrusted } from './trust';

/** Shows what a run of a folder of prompts would do: batches, markers, commands and files. Touches nothing. */
export async function dryRun(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Show a dry run of which prompts?');
  const view = await choosePlanToSee(deps.store, target, title, ({ plan }) => plan.format === 'prompts');
  if (view === undefined) return;
  if (view.plan.format === 'prompts') {
    const name = vscode.l10n.t('Dry run of {0}', view.plan.title);
    await deps.documents.showPlanPage('dryRun', view.plan.id, name);
  } else {
    const message = vscode.l10n.t('A dry run is there for folders of prompts alone.');
    void vscode.window.showInformationMessage(message);
  }
}
