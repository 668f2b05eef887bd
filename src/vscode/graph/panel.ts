/** One panel with the graph of a plan. It follows the map; where a person scrolled to is kept by the page itself. */
import * as vscode from 'vscode';
import { type FromPage, type GraphTarget, readFromPage, type ToPage } from '../../core/graphMessages';
import type { PlanView, StageView } from '../../core/status';
import { findStage } from '../mapIndex';
import { plainText } from '../plainText';
import type { StageStore } from '../store';
import { graphContent } from './content';
import { pageHtml, pageRoot } from './html';
import { saveDrawing } from './save';

export interface GraphPanelParts {
  readonly store: StageStore;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

const DRAWN_WITHIN_MS = 20_000;

export class GraphPanel implements vscode.Disposable {
  private readonly ends: vscode.Disposable[];
  /** What the page was last sent, as text; empty while it shows nothing. */
  private sent = '';
  private shown: { readonly plan: PlanView | undefined; readonly stage: StageView | undefined } | undefined;
  private drawn: ((svg: string) => void) | undefined;

  constructor(
    private readonly parts: GraphPanelParts,
    private readonly panel: vscode.WebviewPanel,
    public target: GraphTarget,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [pageRoot(parts.extensionUri)] };
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(parts.extensionUri, 'media', 'icons', `graph-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.ends = [
      webview.onDidReceiveMessage((message: unknown) => {
        this.take(message);
      }),
      new vscode.Disposable(parts.store.onDidChange(() => this.follow())),
    ];
    webview.html = pageHtml(webview, parts.extensionUri);
  }

  get active(): boolean {
    return this.panel.active;
  }

  onDidDispose(listener: () => void): void {
    this.panel.onDidDispose(listener);
  }

  /** Shows the graph of something else of the same plan, in front. */
  show(target: GraphTarget): void {
    this.target = target;
    this.follow();
    this.panel.reveal();
  }

  /** The drawing as the text of a file. Rejects when the page does not answer, as one that is hidden cannot. */
  drawing(): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(vscode.l10n.t('The graph was not drawn. Show its tab and try again.')));
      }, DRAWN_WITHIN_MS);
      this.drawn = (svg) => {
        clearTimeout(late);
        resolve(svg);
      };
      this.send({ kind: 'draw' });
    });
  }

  /** Asks where to, and writes the drawing there. */
  async save(): Promise<void> {
    const { plan } = this.shown ?? {};
    if (plan) await saveDrawing(await this.drawing(), plan.plan.folder, this.panel.title);
  }

  dispose(): void {
    for (const end of this.ends) end.dispose();
    this.panel.dispose();
  }

  private take(message: unknown): void {
    const read = readFromPage(message);
    if (read === undefined) this.parts.log.warn('The graph sent a message of no known kind.');
    else this.act(read).catch((error: unknown) => this.tell(error));
  }

  private tell(error: unknown): void {
    this.parts.log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }

  private async act(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.sent = '';
        await this.parts.store.whenReady;
        this.follow(true);
        // A page that was still being loaded has not heard that its drawing is wanted.
        if (this.drawn) this.send({ kind: 'draw' });
        break;
      case 'open':
        await this.open(message.id);
        break;
      case 'up':
        this.target = { plan: this.target.plan };
        this.follow();
        break;
      case 'save':
        await this.save();
        break;
      case 'drawing':
        this.drawn?.(message.svg);
        this.drawn = undefined;
        break;
    }
  }

  /** Goes into a stage, or opens a step's plan file beside the graph. */
  private async open(id: string): Promise<void> {
    const { plan, stage } = this.shown ?? {};
    if (plan === undefined) return;
    const stages = stage === undefined ? findStage(plan, id) : undefined;
    const { step } = this.parts.store.step(plan.plan.id, id) ?? {};
    if (step) {
      const line = step.line ?? 0;
      await vscode.window.showTextDocument(vscode.Uri.file(step.file), {
        viewColumn: vscode.ViewColumn.Beside,
        ...(line > 0 && { selection: new vscode.Range(line, 0, line, 0) }),
      });
    } else if (stages) {
      this.target = { plan: plan.plan.id, stage: id };
      this.follow();
    }
  }

  /** Sends the page what it should show, where that is something else than what it was sent last. */
  private follow(again = false): void {
    const { store } = this.parts;
    const plan = store.plan(this.target.plan);
    const stage = plan && this.target.stage !== undefined ? findStage(plan, this.target.stage) : undefined;
    const same = this.shown !== undefined && this.shown.plan === plan && this.shown.stage === stage;
    if (same && !again) return;
    this.shown = { plan, stage };
    const graph = plan ? graphContent(plan, stage, { now: new Date(), l10n: vscode.l10n }) : this.gone();
    this.panel.title = vscode.l10n.t('Graph of {0}', plainText(graph.title, 60));
    const text = JSON.stringify(graph);
    if (text === this.sent) return;
    this.sent = text;
    this.send({ kind: 'graph', graph });
  }

  /** A plan that went away may come back: its panel stays, and says so. */
  private gone(): ReturnType<typeof graphContent> {
    const title = vscode.l10n.t('Stage Graph');
    const empty = vscode.l10n.t('The plan is not in this workspace.');
    const none = { columns: [], apart: '', nodes: [], edges: [] };
    return { target: this.target, title, summary: '', ...none, empty };
  }

  private send(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }
}
