/** The gate queue's ports in this window: settings, files of gates, messages and documents. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import type { PlanView } from '../../core/status';
import type { VirtualDocuments } from '../documents';
import { errorText } from '../errorText';
import { capital } from '../stageWords';
import { autoOpenSetting } from '../settings';
import type { StageStore } from '../store';
import type { TreeNode } from '../nodes';
import { GateDraft } from './gateDraft';
import { gateSubject } from './gatePrompt';
import type { WayOut } from './gateRows';
import type { GateQueuePorts } from './gateQueue';
import type { IdleWatch } from './idle';

/** What the desk rests on; `who` names the person at a workspace folder. */
export interface GateDeskParts {
  readonly store: StageStore;
  readonly documents: VirtualDocuments;
  readonly idle: IdleWatch;
  readonly window: string;
  who(folder: string): Promise<string>;
}

/** The ports of the queue of this window's gates. */
export function gateDesk(parts: GateDeskParts): GateQueuePorts {
  const { store, window, idle } = parts;
  return {
    window,
    autoOpen: autoOpenSetting,
    trusted: () => vscode.workspace.isTrusted,
    whenIdle: (then) => {
      idle.whenIdle(then);
    },
    async ask(gate, closed) {
      const folder = folderOf(store, gate);
      const runs = await store.runStoreFor(folder);
      const { pickAnswer } = await import('./gatePick');
      const kept = new GateDraft(runs, gate);
      return pickAnswer(
        gate,
        {
          draft: () => kept.read(),
          saveDraft: (text) => {
            kept.write(text);
          },
          openQuestion: () =>
            parts.documents.showGate(folder, gate.run, gate.id, `${gate.title} · ${gateSubject(gate)}`),
          openEvidence: (file) => openEvidence(parts.documents, folder, gate, file),
          ...(runs.run(gate.run)?.header.parent && { leave: (how) => leave(store, gate, how) }),
        },
        closed,
      );
    },
    async record(gate, { choice, reason }) {
      const folder = folderOf(store, gate);
      const runs = await store.runStoreFor(folder);
      const by = await parts.who(folder);
      const answer = { choice, by, window, at: new Date().toISOString() };
      return runs.answerGate(gate.id, reason === undefined ? answer : { ...answer, reason });
    },
    answerOf: async (gate) => (await store.runStoreFor(folderOf(store, gate))).answerOf(gate),
    announce,
    tellAnsweredElsewhere,
    tellProblem,
  };
}

async function leave(store: StageStore, gate: Gate, how: WayOut): Promise<void> {
  const node: TreeNode = { kind: 'step', plan: planOf(store, gate).plan.id, step: gate.step.key };
  await vscode.commands.executeCommand(`stageRunner.${how}`, node);
}

async function openEvidence(
  documents: VirtualDocuments,
  folder: string,
  gate: Gate,
  file: string,
): Promise<void> {
  if (basename(file) === `${gate.run}.jsonl`) {
    await documents.showRun(folder, gate.run, vscode.l10n.t('Run of {0}', gateSubject(gate)));
    return;
  }
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(file), {
      // Where the question has the focus it is beside the editor already.
      viewColumn: vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preserveFocus: true,
      preview: true,
    });
  } catch (error) {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} cannot be opened: {1}', file, errorText(error)));
  }
}

async function announce(gate: Gate): Promise<boolean> {
  const answer = vscode.l10n.t('Answer');
  const message = vscode.l10n.t('{0} waits for you: {1}.', capital(gateSubject(gate)), gate.title);
  return (await vscode.window.showWarningMessage(message, answer)) === answer;
}

function tellAnsweredElsewhere(gate: Gate, { by, choice }: GateAnswer): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '“{0}” of {1} was answered in another window by {2}: {3}',
      gate.title,
      gateSubject(gate),
      by,
      choice,
    ),
  );
}

function tellProblem(gate: Gate, problem: string): void {
  void vscode.window.showErrorMessage(
    vscode.l10n.t('“{0}” of {1} still waits: {2}', gate.title, gateSubject(gate), problem),
  );
}

/** The workspace folder whose records hold the gate. */
function folderOf(store: StageStore, gate: Gate): string {
  return planOf(store, gate).plan.folder;
}

function planOf(store: StageStore, gate: Gate): PlanView {
  const view = store.map.plans.find(({ plan }) => plan.root === gate.plan.root);
  if (!view) throw new Error(vscode.l10n.t('its plan {0} is not in this workspace any more', gate.plan.root));
  return view;
}
