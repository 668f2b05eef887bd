import * as vscode from 'vscode';
import type { CommandDeps } from './command';
import { startRun } from './startRun';
import { chooseStep } from './targets';

/** Runs the step of a row, or one that is picked from those that are not done. */
export async function runStep(deps: CommandDeps, target: unknown): Promise<void> {
  const view = await chooseStep(deps.store, target, {
    title: vscode.l10n.t('Run which step?'),
    fits: ({ status }) => status !== 'done' && status !== 'running',
    changes: true,
    none: vscode.l10n.t('Every step of this workspace is done. Run one again from its row in the Stage Map.'),
  });
  if (view) await startRun(deps, view);
}
