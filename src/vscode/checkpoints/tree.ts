/** The native tree "Checkpoints": it shows the rows of `rows.ts` and decides nothing. */
import * as vscode from 'vscode';
import { treeItem } from '../treeItem';
import {
  checkpointChildren,
  checkpointNodeId,
  checkpointRoots,
  type CheckpointNode,
  type CheckpointsShown,
} from './nodes';
import { checkpointRow } from './rows';
import { NOTHING_SEEN } from './seen';

const RENEW_TIMES_MS = 60_000;

export class CheckpointTree implements vscode.TreeDataProvider<CheckpointNode>, vscode.Disposable {
  private shown: CheckpointsShown = { ...NOTHING_SEEN, skipped: [] };
  private readonly refresh = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.refresh.event;
  private readonly view: vscode.TreeView<CheckpointNode>;
  /** What was drawn last, as text: the same is not drawn again. */
  private drawn = '';
  private readonly clock: NodeJS.Timeout;

  constructor() {
    this.view = vscode.window.createTreeView('stageRunner.checkpoints', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.clock = setInterval(() => {
      if (this.view.visible) this.draw();
    }, RENEW_TIMES_MS);
  }

  /** Shows other checkpoints; `message` stands above the rows. */
  show(shown: CheckpointsShown, message: string): void {
    this.shown = shown;
    this.view.message = message;
    this.draw();
  }

  getChildren(parent?: CheckpointNode): CheckpointNode[] {
    return parent === undefined ? checkpointRoots(this.shown) : checkpointChildren(this.shown, parent);
  }

  getTreeItem(node: CheckpointNode): vscode.TreeItem {
    const row = this.row(node);
    if (row === undefined) return new vscode.TreeItem('');
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    return treeItem(row, { none: None, collapsed: Collapsed, expanded: Expanded }[row.children], node);
  }

  dispose(): void {
    clearInterval(this.clock);
    this.view.dispose();
    this.refresh.dispose();
  }

  private draw(): void {
    const text = JSON.stringify(checkpointRoots(this.shown).map((node) => this.text(node)));
    if (text === this.drawn) return;
    this.drawn = text;
    this.refresh.fire(undefined);
  }

  private text(node: CheckpointNode): unknown {
    const children = checkpointChildren(this.shown, node).map((child) => this.text(child));
    return [checkpointNodeId(node), this.row(node), children];
  }

  private row(node: CheckpointNode) {
    return checkpointRow(node, { shown: this.shown, now: new Date(), l10n: vscode.l10n });
  }
}
