/** The graphs that are open in this window, one panel a plan. What makes panels is loaded with the first one. */
import * as vscode from 'vscode';
import { type GraphTarget, readTarget } from '../../core/graphMessages';
import type { GraphPanel, GraphPanelParts } from './panel';

const VIEW = 'stageRunner.graph';

export class Graphs implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly panels = new Set<GraphPanel>();
  private readonly registration = vscode.window.registerWebviewPanelSerializer(VIEW, this);

  constructor(private readonly parts: GraphPanelParts) {}

  /** Shows a graph: in the plan's panel if there is one, else in a new one. */
  async show(target: GraphTarget): Promise<GraphPanel> {
    const before = [...this.panels].find((one) => one.target.plan === target.plan);
    before?.show(target);
    const title = vscode.l10n.t('Stage Graph');
    return (
      before ?? this.keep(vscode.window.createWebviewPanel(VIEW, title, vscode.ViewColumn.Active), target)
    );
  }

  /** The panel in front, where it is one of ours. */
  active(): GraphPanel | undefined {
    return [...this.panels].find(({ active }) => active);
  }

  /** After a reload of the window the page remembers what it showed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const target = readTarget(state) ?? (await this.onlyPlan());
    if (target) await this.keep(panel, target);
    else panel.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.panels) panel.dispose();
  }

  /** What a page that remembers nothing can only have shown. */
  private async onlyPlan(): Promise<GraphTarget | undefined> {
    await this.parts.store.whenReady;
    const [first, ...others] = this.parts.store.map.plans;
    return first && others.length === 0 ? { plan: first.plan.id } : undefined;
  }

  private async keep(panel: vscode.WebviewPanel, target: GraphTarget): Promise<GraphPanel> {
    const { GraphPanel } = await import('./panel');
    const kept = new GraphPanel(this.parts, panel, target);
    this.panels.add(kept);
    kept.onDidDispose(() => {
      this.panels.delete(kept);
      kept.dispose();
    });
    return kept;
  }
}
