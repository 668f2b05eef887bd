import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { asNode, choosePlanToSee } from './targets';

/** Shows the graph of a plan's stages; from the row of a stage, or of something in one, of that stage's steps. */
export async function showGraph({ store, graphs }: CommandDeps, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Show the graph of which plan?');
  const plan = await choosePlanToSee(store, target, title);
  const node = asNode(target);
  const stage = node && 'stage' in node ? { stage: node.stage } : {};
  if (plan) await graphs.show({ plan: plan.plan.id, ...stage });
}

/** Saves the drawing of the graph in front as a file. */
export async function exportGraph({ graphs }: CommandDeps): Promise<void> {
  const panel = graphs.active();
  if (panel) await panel.save();
  else void vscode.window.showInformationMessage(vscode.l10n.t('Show a graph first; its drawing is saved.'));
}
