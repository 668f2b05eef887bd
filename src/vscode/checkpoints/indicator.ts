/** The checkpoint indicator, right beside the item of the Stage Map. */
import * as vscode from 'vscode';
import type { StageMap } from '../../core/status';
import { indicatorRow } from './indicatorRow';
import type { CheckpointsShown } from './nodes';
import { runWithoutCheckpoint } from './skipped';

/** One less than the Stage Map's item, so that nothing stands between them. */
const PRIORITY = 39;
/** Only the age changes by itself. */
const RENEW_AGE_MS = 60_000;

export class CheckpointIndicator implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'stageRunner.checkpoint',
    vscode.StatusBarAlignment.Left,
    PRIORITY,
  );
  private readonly clock = setInterval(() => {
    this.draw();
  }, RENEW_AGE_MS);
  private last: { readonly shown: CheckpointsShown; readonly map: StageMap } | undefined;

  constructor() {
    this.item.name = vscode.l10n.t('Stage Runner: Checkpoint');
    this.item.command = 'stageRunner.checkpointMenu';
  }

  show(shown: CheckpointsShown, map: StageMap): void {
    this.last = { shown, map };
    this.draw();
  }

  dispose(): void {
    clearInterval(this.clock);
    this.item.dispose();
  }

  private draw(): void {
    if (this.last === undefined) return;
    const { shown, map } = this.last;
    const row = indicatorRow(shown, runWithoutCheckpoint(map, shown.skipped), new Date(), vscode.l10n);
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
    this.item.show();
  }
}
