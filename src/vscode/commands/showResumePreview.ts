import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { asNode, choosePlan } from './targets';
import { isTrusted } from './trust';

/** Shows where a resume of a plan would begin, why, and what is not as it was. Changes nothing. */
export async function showResumePreview(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const node = asNode(target);
  const title = vscode.l10n.t('Show the resume preview of which plan?');
  const view = node ? deps.store.plan(node.plan) : await choosePlan(deps.store, target, title);
  if (view)
    await deps.documents.showPlanPage(
      'resume',
      view.plan.id,
      vscode.l10n.t('Resume of {0}', view.plan.title),
    );
}
