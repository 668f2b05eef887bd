/** When a gate prompt may open by itself: never over somebody's typing. */
import * as vscode from 'vscode';

/** Nobody stops typing for so long within a thought. */
const IDLE_AFTER_MS = 3000;

/** Watches for the moment when the window has the focus and nobody typed for some seconds. */
export class IdleWatch implements vscode.Disposable {
  private lastTyped = 0;
  private waiting: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.typed();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
        if (kind === vscode.TextEditorSelectionChangeKind.Keyboard) this.typed();
      }),
      vscode.window.onDidChangeWindowState(() => {
        this.check();
      }),
    ];
  }

  /** Calls back once, as soon as the window is idle; a later call takes the place of an earlier one. */
  whenIdle(then: () => void): void {
    this.waiting = then;
    this.check();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.waiting = undefined;
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private typed(): void {
    this.lastTyped = Date.now();
  }

  private check(): void {
    clearTimeout(this.timer);
    if (!this.waiting || !vscode.window.state.focused) return;
    const left = this.lastTyped + IDLE_AFTER_MS - Date.now();
    if (left > 0) {
      this.timer = setTimeout(() => {
        this.check();
      }, left);
      return;
    }
    const then = this.waiting;
    this.waiting = undefined;
    then();
  }
}
