/** Shows that plans are being read for the first time, where that takes longer than a moment. */
import * as vscode from 'vscode';
import type { FirstScan } from './store';

const SHOWN_AFTER_MS = 1000;
const TOLD_EVERY_MS = 250;

/** A bar above the Stage Map, and the number of files in the status bar, until the scan has ended. */
export function showScanProgress(scan: FirstScan): void {
  const timer = setTimeout(() => {
    void vscode.window.withProgress({ location: { viewId: 'stageRunner.stageMap' } }, () => scan.ended);
    const title = vscode.l10n.t('Reading plans');
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, (bar) =>
      tell(scan, bar),
    );
  }, SHOWN_AFTER_MS);
  void scan.ended.then(() => {
    clearTimeout(timer);
  });
}

async function tell(
  { ended, progress }: FirstScan,
  bar: vscode.Progress<{ message: string }>,
): Promise<void> {
  const clock = setInterval(() => {
    const now = progress();
    if (now) bar.report({ message: vscode.l10n.t('{0} of {1} files', now.done, now.total) });
  }, TOLD_EVERY_MS);
  await ended;
  clearInterval(clock);
}
