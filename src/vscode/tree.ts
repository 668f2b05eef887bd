/** The native tree "Stage Map": it shows the rows of `rows.ts` and decides nothing. */
import * as vscode from 'vscode';
import type { StageMap } from '../core/status';
import { Expansion } from './expansion';
import { isNarrowed } from './mapChoice';
import { findPlan } from './mapIndex';
import { childNodes, nodeId, parentNode, rootNodes, type TreeNode } from './nodes';
import { basisOf } from './rowBasis';
import type { RowChoice } from './rowChoice';
import { type Row, rowOf } from './rows';
import { treeItem } from './treeItem';

const RENEW_TIMES_MS = 30_000;

export interface StageTreeParts {
  readonly choice: RowChoice;
  readonly memory: vscode.Memento;
  /** Reads the stages of an archive. Resolves when the map shows them. */
  openArchive(plan: string, archive: string): Promise<void>;
}

export class StageTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private map: StageMap = { plans: [], done: 0, total: 0, running: [], gates: [] };
  private readonly refresh = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.refresh.event;
  private readonly view: vscode.TreeView<TreeNode>;
  /** The object of each node that the editor knows, and whether its row was drawn. */
  private readonly shown = new Map<string, { readonly node: TreeNode; drawn: boolean }>();
  private readonly expansion: Expansion;
  private readonly clock: NodeJS.Timeout;
  private renewed = new Date();
  private lastReveal: Promise<void> = Promise.resolve();
  private begun = false;
  private readonly ends: vscode.Disposable[];

  constructor(private readonly parts: StageTreeParts) {
    this.expansion = new Expansion(parts.memory);
    this.view = vscode.window.createTreeView('stageRunner.stageMap', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.clock = setInterval(() => {
      if (this.view.visible) this.renewTimes();
    }, RENEW_TIMES_MS);
    this.ends = [
      this.view.onDidExpandElement(({ element }) => {
        this.expansion.note(nodeId(element), true);
      }),
      this.view.onDidCollapseElement(({ element }) => {
        this.expansion.note(nodeId(element), false);
      }),
      this.view.onDidChangeVisibility(() => {
        this.beginAtUnfinished();
      }),
      parts.choice.onDidChange(() => {
        this.refresh.fire(undefined);
      }),
    ];
  }

  /** Shows another map; only rows that differ are drawn again. `message` stands above the rows. */
  show(map: StageMap, message: string | undefined): void {
    const before = this.map;
    this.map = map;
    this.view.message = message ?? '';
    const gates = map.gates.length;
    const tooltip = gates === 1 ? vscode.l10n.t('1 gate waits') : vscode.l10n.t('{0} gates wait', gates);
    this.view.badge = gates === 0 ? undefined : { value: gates, tooltip };
    const roots = (of: StageMap): string => rootNodes(of).map(nodeId).join('\n');
    if (roots(before) === roots(map)) this.refreshChanged(before);
    else this.refresh.fire(undefined);
    this.beginAtUnfinished();
  }

  /** Opens the view and selects a row. Reveals run one after the other, because VS Code loses overlapping ones. */
  reveal(node: TreeNode): Promise<void> {
    if (this.isHidden(node)) this.parts.choice.clear();
    return this.revealWith(node, { select: true, focus: true, expand: true });
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    if (parent?.kind === 'archive') await this.open(parent);
    const { map } = this;
    const nodes = parent === undefined ? rootNodes(map) : childNodes(map, parent, this.parts.choice.current);
    return nodes.map((node) => this.known(node).node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentNode(this.map, node);
    return parent && this.known(parent).node;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = this.row(node);
    if (row === undefined) return new vscode.TreeItem('');
    this.known(node).drawn = true;
    const { None } = vscode.TreeItemCollapsibleState;
    const state = row.children === 'none' ? None : this.expansion.stateOf(row.id, row.children);
    return treeItem(row, state, node);
  }

  /** A tooltip tells much more than the row, so it is made for the row under the mouse alone. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const tooltip = this.row(node)?.tooltip ?? '';
    if (tooltip !== '') item.tooltip = new vscode.MarkdownString(tooltip);
    return item;
  }

  dispose(): void {
    clearInterval(this.clock);
    for (const end of [...this.ends, this.view, this.refresh]) end.dispose();
  }

  private revealWith(
    node: TreeNode,
    options: { readonly select: boolean; readonly focus: boolean; readonly expand: boolean },
  ): Promise<void> {
    const reveal = (): Thenable<void> => this.view.reveal(this.known(node).node, options);
    this.lastReveal = this.lastReveal.then(reveal, reveal);
    return this.lastReveal;
  }

  /** Once, when rows are first seen: nobody has to look for the place where the work stands. */
  private beginAtUnfinished(): void {
    if (this.begun || !this.view.visible || this.map.plans.length === 0) return;
    this.begun = true;
    const node = beginning(this.map);
    if (node === undefined || this.isHidden(node)) return;
    // The row may be gone before the editor has got to it; then there is nothing to begin at.
    this.revealWith(node, { select: false, focus: false, expand: false }).catch(() => undefined);
  }

  /** Whether the choice of rows leaves a node out. */
  private isHidden(node: TreeNode): boolean {
    const { current } = this.parts.choice;
    if (!isNarrowed(current)) return false;
    const parent = parentNode(this.map, node);
    if (parent === undefined) return false;
    const id = nodeId(node);
    return !childNodes(this.map, parent, current).some((one) => nodeId(one) === id) || this.isHidden(parent);
  }

  private async open({ plan, archive }: Extract<TreeNode, { kind: 'archive' }>): Promise<void> {
    const found = findPlan(this.map, plan)?.plan.archives?.find(({ key }) => key === archive);
    if (found?.opened === false) await this.parts.openArchive(plan, archive);
  }

  /** Fires for the drawn rows whose text or children differ; one whose values are the same objects is not looked at. */
  private refreshChanged(before: StageMap): void {
    const changed: TreeNode[] = [];
    for (const [id, { node, drawn }] of this.shown) {
      if (!drawn || sameBasis(basisOf(before, node), basisOf(this.map, node))) continue;
      const text = this.text(node, this.map);
      if (text === this.text(node, before)) continue;
      changed.push(node);
      if (text === undefined) this.shown.delete(id);
    }
    if (changed.length > 0) this.refresh.fire(changed);
  }

  private renewTimes(): void {
    const before = this.renewed;
    this.renewed = new Date();
    const changed = [...this.shown.values()].filter(
      ({ node, drawn }) =>
        drawn && this.row(node, this.map, before)?.description !== this.row(node)?.description,
    );
    if (changed.length > 0) this.refresh.fire(changed.map(({ node }) => node));
  }

  /** VS Code tells nodes apart by object, so each id keeps the object that it was first shown with. */
  private known(node: TreeNode): { readonly node: TreeNode; drawn: boolean } {
    const id = nodeId(node);
    const before = this.shown.get(id);
    if (before) return before;
    const first = { node, drawn: false };
    this.shown.set(id, first);
    return first;
  }

  private row(node: TreeNode, map = this.map, now = new Date()): Row | undefined {
    return rowOf(node, { map, now, l10n: vscode.l10n, folderName });
  }

  /** All that a person sees of a node: its row and which rows are under it. */
  private text(node: TreeNode, map: StageMap): string | undefined {
    const row = this.row(node, map, this.renewed);
    return row && JSON.stringify([row, childNodes(map, node, this.parts.choice.current).map(nodeId)]);
  }
}

/** The first unfinished stage of the first plan that has one, or better the step in it that comes next. */
function beginning({ plans }: StageMap): TreeNode | undefined {
  const view = plans.find(({ firstUnfinished, plan }) => firstUnfinished && !plan.readOnly);
  const stage = view?.firstUnfinished;
  if (view === undefined || stage === undefined) return undefined;
  const plan = view.plan.id;
  const next = stage.steps.find((step) => step === view.next);
  if (next) return { kind: 'step', plan, step: next.step.key };
  return stage.title === '' ? undefined : { kind: 'stage', plan, stage: stage.key };
}

function sameBasis(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** The workspace folder's name as the explorer shows it, where there are several. */
function folderName(folder: string): string | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? folders.find(({ uri }) => uri.fsPath === folder)?.name : undefined;
}
