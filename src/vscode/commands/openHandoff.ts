import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { chooseStep, stepName } from './targets';

/** Opens the handoff of a step, or says which file is missing and what writes it. */
export async function openHandoff({ store }: CommandDeps, target: unknown): Promise<void> {
  const view = await chooseStep(store, target, {
    title: vscode.l10n.t('Open the handoff of which step?'),
    fits: ({ step }) => step.handoff !== undefined,
    none: vscode.l10n.t('No step has a handoff yet. One is written when a step is run.'),
  });
  if (!view) return;
  const { handoff, handoffFile } = view.step;
  if (handoff) {
    await vscode.window.showTextDocument(vscode.Uri.file(handoff.file));
    return;
  }
  const file = vscode.workspace.asRelativePath(handoffFile, true);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Step {0} has no handoff yet: {1} is missing. Running the step writes it.',
      stepName(view),
      file,
    ),
  );
}
