/** The one status bar item, on the left because it is about the whole workspace. */
import * as vscode from 'vscode';
import type { StageMap } from '../core/status';
import { statusBarRow } from './statusBarRow';

/** Just right of git's own items. */
const PRIORITY = 40;

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'stageRunner.status',
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );

  constructor() {
    this.item.name = vscode.l10n.t('Stage Runner');
  }

  show(map: StageMap): void {
    const row = statusBarRow(map, vscode.l10n);
    if (row === undefined) {
      this.item.hide();
      return;
    }
    this.item.text = row.text;
    this.item.tooltip = row.tooltip;
    this.item.accessibilityInformation = { label: row.accessibility, role: 'button' };
    this.item.backgroundColor = row.warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.command = {
      command: 'stageRunner.reveal',
      title: vscode.l10n.t('Reveal in Stage Map'),
      arguments: [row.reveals],
    };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
