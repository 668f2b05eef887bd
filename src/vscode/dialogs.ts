/** Modal questions. A port, because the editor refuses them inside extension tests. */
import * as vscode from 'vscode';

export interface Dialogs {
  /** Asks before something that is hard to take back. `false` for Cancel, Escape and everything else. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
}

export const modalDialogs: Dialogs = {
  async confirm(message, detail, action) {
    const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, action);
    return chosen === action;
  },
};
