import * as vscode from 'vscode';
import { plural } from '../../core/plural';
import { canCloseGaps } from '../stageRows';
import { capital } from '../stageWords';
import type { CommandDeps } from './command';
import { chooseStage, nameOfStage } from './stageTargets';
import { isFree, startUpTo } from './startStage';
import { isTrusted } from './startRun';

/** Runs only those steps of a stage that were planned to close the gaps of its audit, and then audits it again. */
export async function runGapsOnly(deps: CommandDeps, target: unknown): Promise<void> {
  if (!(await isTrusted())) return;
  const chosen = await chooseStage(deps.store, target, {
    title: vscode.l10n.t('Close the gaps of which stage?'),
    fits: canCloseGaps,
    none: vscode.l10n.t('No stage of this workspace has a step left that closes gaps.'),
  });
  if (!chosen || !(await isFree(deps, chosen))) return;
  if (canCloseGaps(chosen.stage)) {
    await startUpTo(deps, chosen, { stopAfter: 'stage', gapsOnly: true });
    return;
  }
  const message = vscode.l10n.t(
    '{0} has no {1} left that close gaps.',
    capital(nameOfStage(chosen)),
    plural(chosen.plan.plan.terms.step),
  );
  void vscode.window.showInformationMessage(message);
}
