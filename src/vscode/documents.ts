/**
 * Read-only documents that are made from records: a run, a gate's question, and of a plan its checkpoints and where it
 * would go on. The first two follow the records while they are open; the others are made when they are asked for.
 */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { AboutStage } from '../core/stageReport';
import { subjectName } from '../core/subject';
import type { CheckpointShelf } from './checkpoints/shelf';
import { closePreview } from './closePreview';
import {
  addressOf,
  linkToRun,
  readDocumentAddress,
  type DocumentAddress,
  type PlanAddress,
  type RecordAddress,
} from './documentAddress';
import { findStage } from './mapIndex';
import type { StageStore } from './store';

const SCHEME = 'stage-runner';

export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  /** Every document that was asked for, by address: a preview shows one without listing it as open. */
  private readonly provided = new Map<string, vscode.Uri>();
  /** The file name of the gate that was shown last. */
  private gateShown: string | undefined;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly store: StageStore,
    private readonly shelf: CheckpointShelf,
  ) {
    this.unsubscribe = store.onDidChange(() => {
      for (const uri of this.provided.values()) this.changed.fire(uri);
    });
  }

  /** The journal of a run, rendered. */
  async showRun(folder: string, run: string, title: string): Promise<void> {
    const uri = addressed(title, { kind: 'run', folder, run });
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** A gate's question and evidence, beside the editor, in the place of the gate that was shown before. */
  async showGate(folder: string, run: string, gate: string, title: string): Promise<void> {
    const uri = addressed(title, { kind: 'gate', folder, run, gate });
    // Each would open beside the last one, which has the focus: a column more with every gate.
    if (this.gateShown !== undefined) await closePreview(this.gateShown);
    this.gateShown = posix.basename(uri.path);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  /** A page about a plan, made anew. */
  async showPlanPage(address: PlanAddress, title: string): Promise<void> {
    const uri = addressed(title, address);
    this.changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const address = readDocumentAddress(
      uri,
      folders.map((folder) => folder.uri.fsPath),
    );
    if (address === undefined)
      return vscode.l10n.t('There is nothing to show: this address is not one of this workspace.');
    if ('plan' in address) {
      const { planPage } = await import('./planPages');
      return planPage(address, this.store, this.shelf);
    }
    this.provided.set(uri.toString(), uri);
    return (
      (await content(this.store, address)) ?? vscode.l10n.t('The records of this run are not there any more.')
    );
  }

  dispose(): void {
    this.unsubscribe();
    this.registration.dispose();
    this.changed.dispose();
  }
}

async function content(
  store: StageStore,
  { kind, folder, run: id, gate }: RecordAddress,
): Promise<string | undefined> {
  const runs = await store.runStoreFor(folder);
  const { run, events } = runs.shown(id) ?? {};
  if (!run || !events) return undefined;
  if (kind === 'run') {
    const { runReport } = await import('../core/runReport');
    const page = runReport(run, events, aboutStage(store, run, runs.runs()));
    return runs.run(id) ? page : `${page}\n${vscode.l10n.t('A rollback took all of this run back since.')}\n`;
  }
  const record = run.gates.find((one) => one.gate.id === gate);
  const { gateDocument } = await import('./gates/gateDocument');
  return record && gateDocument(record, vscode.l10n);
}

/** What the page of a stage's run tells beside its journal. */
function aboutStage(store: StageStore, { id, header }: Run, runs: readonly Run[]): AboutStage {
  const plan = store.plan(header.plan.id);
  const stage = plan && header.stage && findStage(plan, header.stage.key);
  return {
    children: runs.filter((run) => run.header.parent?.run === id),
    ...(stage && { stage }),
    link: (run) => linkToRun(run.id, runTitle(run)),
  };
}

function runTitle({ header }: Run): string {
  return vscode.l10n.t('Run of {0}', subjectName(header));
}

function addressed(title: string, address: DocumentAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, ...addressOf(address, title) });
}
