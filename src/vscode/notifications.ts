/** Notices of stopped and interrupted runs, with their next actions as buttons. */
import * as vscode from 'vscode';
import type { StageOffer } from './stageOffer';
import { actionWords, type StopNotice } from './stopNotice';

/** Shows a notice and does what is chosen on it. `act` gets what the notice offers, or the id of a command without its prefix. */
export async function showNotice(
  { severity, message, next, actions }: StopNotice,
  act: (action: string | StageOffer) => Promise<void>,
): Promise<void> {
  const buttons: { readonly title: string; readonly action: string | StageOffer }[] = [
    ...(next ? [{ title: next.title, action: next }] : []),
    ...actions.map((action) => ({ title: actionWords(action, vscode.l10n), action })),
  ];
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const shown =
    severity === 'error'
      ? showErrorMessage(message, ...buttons)
      : severity === 'warning'
        ? showWarningMessage(message, ...buttons)
        : showInformationMessage(message, ...buttons);
  const chosen = await shown;
  if (chosen) await act(chosen.action);
}
