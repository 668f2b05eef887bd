import * as vscode from 'vscode';
import type { CommandDeps } from './command';

/** Opens the view with what is there now. */
export async function showCheckpoints({ checkpoints }: CommandDeps): Promise<void> {
  await vscode.commands.executeCommand('stageRunner.checkpoints.focus');
  if (vscode.workspace.isTrusted) await checkpoints.refresh();
}
