import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { asNode, chooseStep } from './targets';

/** Opens the plan file of a step, or the overview when it is called from a plan's row. */
export async function openPlan({ store }: CommandDeps, target: unknown): Promise<void> {
  const node = asNode(target);
  const overview = node?.kind === 'plan' ? store.plan(node.plan)?.plan.overview : undefined;
  const view =
    overview === undefined
      ? await chooseStep(store, target, {
          title: vscode.l10n.t('Open the plan file of which step?'),
          fits: () => true,
          none: vscode.l10n.t('No step was found in this workspace.'),
        })
      : undefined;
  const file = overview ?? view?.step.file;
  if (file !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
}
