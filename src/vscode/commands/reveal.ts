import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { asNode } from './targets';

/** Shows a row of the Stage Map; without one, the step that needs a person or runs, else the view itself. */
export async function reveal(deps: CommandDeps, target: unknown): Promise<void> {
  const { map } = deps.store;
  const views = map.plans.flatMap(({ steps }) => steps);
  const busy = views.find(({ gates }) => gates.length > 0) ?? map.running[0];
  const node = asNode(target) ?? (busy && { kind: 'step' as const, plan: busy.plan, step: busy.step.key });
  if (node) await deps.reveal(node);
  else await vscode.commands.executeCommand('stageRunner.stageMap.focus');
}
