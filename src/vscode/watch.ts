/**
 * Notices changed plan files: a watcher of its own, not recursive, for each folder that a plan lives in, and one filter
 * a workspace folder on the watching that VS Code does anyway, to discover plans. Events are hints and come in storms
 * (a checkout, a formatter), so they are gathered before anybody reads.
 */
import * as vscode from 'vscode';
import type { WatchRule } from '../core/formats/format';

const GATHER_MS = 200;
const DISCOVERY = '**/steps/*.md';

export class PlanWatch implements vscode.Disposable {
  private readonly watchers = new Map<string, vscode.FileSystemWatcher>();
  private readonly gathered = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param changed gets absolute paths, each once, at most every 200 ms */
  constructor(private readonly changed: (files: readonly string[]) => void) {}

  /** Watches these absolute folders and nothing else; what is watched already stays as it is. */
  watch(targets: readonly WatchRule[]): void {
    const discovery = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => ({
      folder: uri.fsPath,
      pattern: DISCOVERY,
    }));
    const wanted = new Map([...targets, ...discovery].map((target) => [JSON.stringify(target), target]));
    for (const [key, watcher] of this.watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.watchers.delete(key);
    }
    for (const [key, target] of wanted) {
      if (!this.watchers.has(key)) this.watchers.set(key, this.watcher(target));
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.dispose();
  }

  private watcher({ folder, pattern }: WatchRule): vscode.FileSystemWatcher {
    const base = vscode.Uri.file(folder);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(base, pattern));
    const noticed = ({ fsPath }: vscode.Uri): void => {
      this.noticed(fsPath);
    };
    watcher.onDidCreate(noticed);
    watcher.onDidChange(noticed);
    watcher.onDidDelete(noticed);
    return watcher;
  }

  private noticed(file: string): void {
    this.gathered.add(file);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const files = [...this.gathered];
      this.gathered.clear();
      this.changed(files);
    }, GATHER_MS);
  }
}
