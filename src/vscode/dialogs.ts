/** Modal questions. A port, because the editor refuses them inside extension tests. */
import * as vscode from 'vscode';

export interface Dialogs {
  /**
   * Asks before something that is hard to take back. `false` for Cancel, Escape and everything else.
   *
   * @param keep the words of a button that does nothing and has the focus, so that Enter alone does nothing
   */
  confirm(message: string, detail: string, action: string, keep?: string): Promise<boolean>;
}

export const modalDialogs: Dialogs = {
  async confirm(message, detail, action, keep) {
    // The editor gives the focus to the first button, never to Cancel.
    const buttons = keep === undefined ? [action] : [keep, action];
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons);
    return chosen === action;
  },
};
