import * as vscode from 'vscode';
import { subjectName } from '../../core/subject';
import type { CommandDeps } from './command';
import { stageOfNode } from './stageTargets';
import { asNode, chooseStep, stepName } from './targets';

/** Shows the journal of the last run of a step, or of a row's stage, as a document that follows the run. */
export async function showRun({ store, documents }: CommandDeps, target: unknown): Promise<void> {
  await store.whenReady;
  const node = asNode(target);
  const stage = node && !('step' in node) ? stageOfNode(store, node) : undefined;
  const ofStage = stage?.stage.lastRun?.run;
  if (stage && ofStage) {
    const { folder } = stage.plan.plan;
    await documents.showRun(folder, ofStage.id, vscode.l10n.t('Run of {0}', subjectName(ofStage.header)));
    return;
  }
  const view = await chooseStep(store, target, {
    title: vscode.l10n.t('Show the run of which step?'),
    fits: ({ lastRun }) => lastRun !== undefined,
    none: vscode.l10n.t('No step of this workspace was run here yet.'),
  });
  if (!view) return;
  const run = view.lastRun;
  const folder = store.plan(view.plan)?.plan.folder;
  if (run !== undefined && folder !== undefined) {
    await documents.showRun(folder, run.id, vscode.l10n.t('Run of {0}', subjectName(run.header)));
    return;
  }
  const message = vscode.l10n.t('Step {0} was not run here yet, so there is no run to show.', stepName(view));
  void vscode.window.showInformationMessage(message);
}
