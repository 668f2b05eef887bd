import * as vscode from 'vscode';
import { chooseAgent } from './chooseAgent';
import type { CommandDeps } from './command';
import { goOn } from './goOn';
import { resumeStage } from './resumeStage';
import { isTrusted } from './startRun';
import { asNode, chooseStep, stepName } from './targets';

/** Lets the last run of a step, or of the stage of a row, go on where it stands. */
export async function resume(deps: CommandDeps, target: unknown): Promise<void> {
  if (asNode(target)?.kind === 'stage') return resumeStage(deps, target);
  if (!(await isTrusted())) return;
  const view = await chooseStep(deps.store, target, {
    title: vscode.l10n.t('Resume the run of which step?'),
    fits: ({ next }) => next === 'resume',
    changes: true,
    none: vscode.l10n.t('No run of this workspace can be resumed.'),
  });
  if (!view) return;
  const run = view.lastRun;
  if (run) {
    if ((await chooseAgent(deps, run.header.folder)) !== undefined) await goOn(deps, run);
  } else {
    const message = vscode.l10n.t(
      'Step {0} was not run here yet, so there is nothing to resume.',
      stepName(view),
    );
    void vscode.window.showInformationMessage(message);
  }
}
