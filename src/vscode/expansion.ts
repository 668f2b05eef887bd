/** Which rows a person opened or closed. The editor forgets it with the window, so it is kept for the workspace. */
import * as vscode from 'vscode';

const KEY = 'stageMap.expansion';
/** More than anybody opens by hand; the oldest are forgotten. */
const KEPT = 500;

export class Expansion {
  /** By row id: whether it is open. Each row once, the latest last. */
  private readonly chosen: Map<string, boolean>;
  /** How a row was first shown in this window; the editor itself remembers what became of it. */
  private readonly first = new Map<string, vscode.TreeItemCollapsibleState>();

  constructor(private readonly memory: vscode.Memento) {
    this.chosen = new Map(memory.get<[string, boolean][]>(KEY, []));
  }

  note(id: string, open: boolean): void {
    this.chosen.delete(id);
    this.chosen.set(id, open);
    void this.memory.update(KEY, [...this.chosen].slice(-KEPT));
  }

  /** @param usual how the row is shown to somebody who has never touched it */
  stateOf(id: string, usual: 'collapsed' | 'expanded'): vscode.TreeItemCollapsibleState {
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const open = this.chosen.get(id) ?? usual === 'expanded';
    const state = this.first.get(id) ?? (open ? Expanded : Collapsed);
    this.first.set(id, state);
    return state;
  }
}
