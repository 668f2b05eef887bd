/** The native tree "Stage Map": it shows the rows of `rows.ts` and decides nothing. */
import * as vscode from 'vscode';
import type { StageMap } from '../core/status';
import { childNodes, nodeId, parentNode, rootNodes, type TreeNode } from './nodes';
import { type Row, rowOf } from './rows';
import { treeItem } from './treeItem';

const RENEW_TIMES_MS = 30_000;

/** A node that VS Code knows, and what it shows of it. */
interface Shown {
  readonly node: TreeNode;
  /** Empty until it is drawn. */
  readonly text: string;
}

export class StageTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private map: StageMap = { plans: [], done: 0, total: 0, running: [], gates: [] };
  private readonly refresh = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.refresh.event;
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly shown = new Map<string, Shown>();
  /** How a row was first shown; later it is as the person left it. */
  private readonly expansion = new Map<string, vscode.TreeItemCollapsibleState>();
  private readonly clock: NodeJS.Timeout;
  private lastReveal: Promise<void> = Promise.resolve();

  constructor() {
    this.view = vscode.window.createTreeView('stageRunner.stageMap', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.clock = setInterval(() => {
      if (this.view.visible) this.refreshChanged();
    }, RENEW_TIMES_MS);
  }

  /** Shows another map; only rows that differ are drawn again. `message` stands above the rows. */
  show(map: StageMap, message: string | undefined): void {
    const before = rootNodes(this.map).map(nodeId).join('\n');
    this.map = map;
    this.view.message = message ?? '';
    const gates = map.gates.length;
    const tooltip = gates === 1 ? vscode.l10n.t('1 gate waits') : vscode.l10n.t('{0} gates wait', gates);
    this.view.badge = gates === 0 ? undefined : { value: gates, tooltip };
    if (before === rootNodes(map).map(nodeId).join('\n')) this.refreshChanged();
    else this.refresh.fire(undefined);
  }

  /** Opens the view and selects a row. Reveals run one after the other, because VS Code loses overlapping ones. */
  reveal(node: TreeNode): Promise<void> {
    const reveal = (): Thenable<void> =>
      this.view.reveal(this.known(node), { select: true, focus: true, expand: true });
    this.lastReveal = this.lastReveal.then(reveal, reveal);
    return this.lastReveal;
  }

  getChildren(parent?: TreeNode): TreeNode[] {
    const nodes = parent === undefined ? rootNodes(this.map) : childNodes(this.map, parent);
    return nodes.map((node) => this.known(node));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentNode(this.map, node);
    return parent && this.known(parent);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = this.row(node);
    if (row === undefined) return new vscode.TreeItem('');
    this.shown.set(row.id, { node, text: this.text(node) });
    return treeItem(row, this.collapsible(row), node);
  }

  dispose(): void {
    clearInterval(this.clock);
    this.view.dispose();
    this.refresh.dispose();
  }

  private refreshChanged(): void {
    const drawn = [...this.shown].filter(([, { text }]) => text !== '');
    const changed = drawn.filter(([, { node, text }]) => this.text(node) !== text);
    for (const [id, { node }] of changed) if (this.row(node) === undefined) this.shown.delete(id);
    const nodes = changed.map(([, { node }]) => node);
    if (nodes.length > 0) this.refresh.fire(nodes);
  }

  /** VS Code tells nodes apart by object, so each id keeps the object that it was first shown with. */
  private known(node: TreeNode): TreeNode {
    const id = nodeId(node);
    const before = this.shown.get(id);
    if (before === undefined) this.shown.set(id, { node, text: '' });
    return before?.node ?? node;
  }

  private row(node: TreeNode): Row | undefined {
    return rowOf(node, { map: this.map, now: new Date(), l10n: vscode.l10n, folderName });
  }

  /** All that VS Code was told about a node: its row and which rows are under it. */
  private text(node: TreeNode): string {
    return JSON.stringify([this.row(node), childNodes(this.map, node).map(nodeId)]);
  }

  private collapsible(row: Row): vscode.TreeItemCollapsibleState {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    if (row.children === 'none') return None;
    const state = this.expansion.get(row.id) ?? (row.children === 'expanded' ? Expanded : Collapsed);
    this.expansion.set(row.id, state);
    return state;
  }
}

/** The workspace folder's name as the explorer shows it, where there are several. */
function folderName(folder: string): string | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? folders.find(({ uri }) => uri.fsPath === folder)?.name : undefined;
}
