/** Puts runners, gates, documents and commands together over the store. */
import * as vscode from 'vscode';
import { startCheckpoints } from './checkpoints/desk';
import type { CheckpointTree } from './checkpoints/tree';
import type { CommandDeps } from './commands/command';
import { registerCommands } from './commands/register';
import { modalDialogs } from './dialogs';
import { VirtualDocuments } from './documents';
import { logError } from './errorText';
import { gateDesk } from './gates/gateDesk';
import { GateQueue } from './gates/gateQueue';
import { IdleWatch } from './gates/idle';
import { Graphs } from './graph/graphs';
import { newId } from './host';
import { RunNotices } from './runNotices';
import { Runners } from './runners';
import { StageProgress } from './stageProgress';
import { keepSavedPlans } from './savedPlans';

export type RunningParts = Pick<CommandDeps, 'store' | 'log' | 'choice' | 'reveal'>;

/** What the shell keeps of it. `dispose` gives runs up to the next window; await it when the window closes. */
export interface Running extends CommandDeps {
  /** Identifies this window in records. */
  readonly window: string;
  readonly checkpointTree: CheckpointTree;
  dispose(): Promise<void>;
}

/** Registers every command and begins to follow runs and gates; nothing is read before the first map is there. */
export function startRunning(context: vscode.ExtensionContext, parts: RunningParts): Running {
  const { store, log } = parts;
  const window = newId(new Date());
  const { shelf, tree } = startCheckpoints(context, parts);
  const documents = new VirtualDocuments(store, shelf);
  const graphs = new Graphs({ store, log, extensionUri: context.extensionUri });
  const idle = new IdleWatch();
  const notices = new RunNotices({ store, log });
  const runners = new Runners({
    store,
    checkpoints: shelf,
    extensionPath: context.extensionPath,
    window,
    runChanged: (run) => {
      notices.changed(run);
    },
    refused: (stop, about) => {
      notices.refused(stop, about);
    },
    problem: (error) => {
      log.error(error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Stage Runner could not record a run: {0}', error.message),
      );
    },
  });
  const who = (folder: string): Promise<string> => runners.who(folder);
  const gates = new GateQueue(gateDesk({ store, documents, idle, window, who }));
  const report = (error: unknown): void => {
    logError(log, error);
  };
  const progress = new StageProgress({
    store,
    drives: (run) => runners.drives(run),
    stop: async (stage) => vscode.commands.executeCommand('stageRunner.stopStage', stage),
    failed: report,
  });
  const follow = (): void => {
    gates.update(store.map.gates);
    runners.pickUp().catch(report);
  };
  const deps = {
    ...parts,
    checkpoints: shelf,
    runners,
    gates,
    documents,
    graphs,
    dialogs: modalDialogs,
    extensionPath: context.extensionPath,
    storage: (context.storageUri ?? context.globalStorageUri).fsPath,
  };
  registerCommands(context, deps);
  context.subscriptions.push(documents, graphs, idle, gates, progress, keepSavedPlans(store, report), {
    dispose: store.onDidChange(follow),
  });
  return { ...deps, window, checkpointTree: tree, dispose: () => runners.dispose() };
}
