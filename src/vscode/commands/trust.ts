import * as vscode from 'vscode';

/** Whether commands may write and end processes; says so when not. `enablement` only hides a command, it can be called. */
export function isTrusted(): boolean {
  if (!vscode.workspace.isTrusted)
    void vscode.window.showWarningMessage(
      vscode.l10n.t('In Restricted Mode nothing is run or written. Trust this workspace first.'),
    );
  return vscode.workspace.isTrusted;
}
