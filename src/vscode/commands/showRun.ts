import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { chooseStep, stepName } from './targets';

/** Shows the journal of a step's last run as a document that follows the run. */
export async function showRun({ store, documents }: CommandDeps, target: unknown): Promise<void> {
  const view = await chooseStep(store, target, {
    title: vscode.l10n.t('Show the run of which step?'),
    fits: ({ lastRun }) => lastRun !== undefined,
    none: vscode.l10n.t('No step of this workspace was run here yet.'),
  });
  if (!view) return;
  const run = view.lastRun?.id;
  const folder = store.plan(view.plan)?.plan.folder;
  if (run !== undefined && folder !== undefined) {
    await documents.showRun(folder, run, vscode.l10n.t('Run of {0}', stepName(view)));
    return;
  }
  const message = vscode.l10n.t('Step {0} was not run here yet, so there is no run to show.', stepName(view));
  void vscode.window.showInformationMessage(message);
}
