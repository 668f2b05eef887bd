/** The choice of what to see of the Stage Map, kept for the workspace. */
import * as vscode from 'vscode';
import { isNarrowed, type MapChoice, readChoice } from './mapChoice';
import { contextKeySetter } from './contextKeySetter';

const KEY = 'stageMap.choice';

export class RowChoice implements vscode.Disposable {
  private now: MapChoice;
  private readonly changed = new vscode.EventEmitter<MapChoice>();
  readonly onDidChange = this.changed.event;
  private readonly setContextKeys = contextKeySetter();

  constructor(private readonly memory: vscode.Memento) {
    this.now = readChoice(memory.get(KEY));
    this.tellKeys();
  }

  get current(): MapChoice {
    return this.now;
  }

  /** Changes some of it at once, and keeps it. */
  change(to: Partial<MapChoice>): void {
    this.now = { ...this.now, ...to };
    this.tellKeys();
    this.changed.fire(this.now);
    void this.memory.update(KEY, this.now);
  }

  /** Shows every row again; the order stays. */
  clear(): void {
    this.change({ hideDone: false, steps: [], stages: [] });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private tellKeys(): void {
    const { hideDone, order } = this.now;
    this.setContextKeys({
      doneHidden: hideDone,
      rowsNarrowed: isNarrowed(this.now),
      sortedByStatus: order === 'status',
    });
  }
}
