import * as vscode from 'vscode';
import type { Gate } from '../../core/gateRecord';
import type { CommandDeps } from './command';
import { isTrusted } from './startRun';
import { asNode } from './targets';

/** Asks about the gate of a row, the only one that waits, or one that is picked. */
export async function answerGate(deps: CommandDeps, target: unknown): Promise<void> {
  if (!(await isTrusted())) return;
  await deps.store.whenReady;
  const gate = await chooseGate(deps, target);
  if (gate) await openGate(deps, gate);
}

/** Shows the prompt of a gate; closing it leaves the gate waiting. */
export function openGate({ gates }: CommandDeps, gate: Gate): Promise<void> {
  return gates.open(gate);
}

async function chooseGate({ store }: CommandDeps, target: unknown): Promise<Gate | undefined> {
  const node = asNode(target);
  const plan = node && store.plan(node.plan)?.plan;
  const gates = store.map.gates.filter(
    (gate) =>
      (!plan || gate.plan.root === plan.root) &&
      (!node || !('step' in node) || (gate.stage === undefined && gate.step.key === node.step)) &&
      (!node || !('stage' in node) || gate.stage === node.stage) &&
      (node?.kind !== 'gate' || gate.id === node.gate),
  );
  if (gates.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No gate waits for an answer here.'));
    return undefined;
  }
  if (gates.length === 1) return gates[0];
  const items = gates.map((gate) => ({
    label: gate.title,
    description: `${gate.step.number} ${gate.step.title}`.trim(),
    detail: gate.plan.title,
    gate,
  }));
  const title = vscode.l10n.t('Answer which gate?');
  return (await vscode.window.showQuickPick(items, { title }))?.gate;
}
