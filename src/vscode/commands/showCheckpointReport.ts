import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { asNode, choosePlan } from './targets';
import { isTrusted } from './trust';

/** Shows the checkpoints of a plan as a page: outcomes, markers, and the commands that go back and on. */
export async function showCheckpointReport(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const node = asNode(target);
  const title = vscode.l10n.t('Show the checkpoint report of which plan?');
  const view = node ? deps.store.plan(node.plan) : await choosePlan(deps.store, target, title);
  if (view)
    await deps.documents.showPlanPage(
      { kind: 'report', plan: view.plan.id },
      vscode.l10n.t('Checkpoints of {0}', view.plan.title),
    );
}
