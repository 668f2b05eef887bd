import * as vscode from 'vscode';
import type { PlanView } from '../../core/status';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { asNode, choosePlan } from './targets';
import { isTrusted } from './trust';

/** Shows where a resume of a plan would begin, why, and what is not as it was. Changes nothing. */
export async function showResumePreview(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const node = asNode(target);
  const title = vscode.l10n.t('Show the resume preview of which plan?');
  const view = node ? deps.store.plan(node.plan) : await choosePlan(deps.store, target, title);
  if (view) await show(deps, view);
}

async function show(deps: CommandDeps, view: PlanView): Promise<void> {
  const { id, title } = view.plan;
  await deps.documents.showPlanPage({ kind: 'resume', plan: id }, vscode.l10n.t('Resume of {0}', title));
  const { lookAtResume } = await import('../planPages');
  const { selection } = await lookAtResume(view, deps.store, deps.checkpoints);
  const found = selection.needsConfirmation;
  if (!found) return;
  const count = vscode.l10n.t('Count It');
  const message = vscode.l10n.t(
    '“{0}” would say how far “{1}” is, but nothing of ours ties it to this plan. It counts only when you say that it belongs to it.',
    plainText(found.record?.name ?? found.title ?? found.id),
    plainText(title),
  );
  if ((await vscode.window.showInformationMessage(message, count)) !== count) return;
  await deps.checkpoints.confirmed.add(found.id);
  await show(deps, view);
}
