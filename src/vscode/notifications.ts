/** Notices of stopped and interrupted runs, with their next actions as buttons. */
import * as vscode from 'vscode';
import { actionWords, type StopNotice } from './stopNotice';

/** Shows a notice and does what is chosen on it. `act` gets the id of a command without its prefix. */
export async function showNotice(
  { severity, message, actions }: StopNotice,
  act: (action: string) => Promise<void>,
): Promise<void> {
  const buttons = actions.map((action) => ({ title: actionWords(action, vscode.l10n), action }));
  const show = {
    info: vscode.window.showInformationMessage<(typeof buttons)[number]>,
    warning: vscode.window.showWarningMessage<(typeof buttons)[number]>,
    error: vscode.window.showErrorMessage<(typeof buttons)[number]>,
  }[severity];
  const chosen = await show(message, ...buttons);
  if (chosen) await act(chosen.action);
}
