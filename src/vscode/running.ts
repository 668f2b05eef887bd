/** Puts runners, gates, documents and commands together over the store. */
import * as vscode from 'vscode';
import type { Run } from '../core/run';
import type { StageMap } from '../core/status';
import { stopReason, type Stop } from '../core/stops';
import { startCheckpoints } from './checkpoints/desk';
import { checkpointNotices } from './checkpoints/notices';
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
import { findPlan } from './mapIndex';
import { nodeOfRun } from './nodes';
import { showNotice } from './notifications';
import { Runners } from './runners';
import { StageProgress } from './stageProgress';
import { keepSavedPlans } from './savedPlans';
import { stopNotice, type StopNotice } from './stopNotice';

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
  const told = new Set<string>();
  const runners = new Runners({
    store,
    checkpoints: shelf,
    extensionPath: context.extensionPath,
    window,
    runChanged: (run) => {
      if (!isLed(run, store.map)) tellStop(run, told, log);
      tellCheckpoints(run, told, log);
    },
    refused: (stop, about) => {
      tell(refusal(stop), stop.code === 'another_run_live' ? undefined : about, log);
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

/** Tells once how a run of this window came to rest; a run that goes on may come to rest again. */
function tellStop(run: Run, told: Set<string>, log: vscode.LogOutputChannel): void {
  if (run.phase === 'active') told.delete(run.id);
  if (run.phase === 'active' || told.has(run.id)) return;
  told.add(run.id);
  const notice = stopNotice(run, vscode.window.state.focused, vscode.l10n);
  if (notice) tell(notice, nodeOfRun(run.header), log);
}

/** Whether the run of a stage started it and is under way: then that one tells what came of it. */
function isLed({ header: { plan, parent } }: Run, map: StageMap): boolean {
  const stages = parent === undefined ? [] : (findPlan(map, plan.id)?.stages ?? []);
  return stages.some(({ lastRun }) => lastRun?.run.id === parent?.run && lastRun?.run.phase === 'active');
}

/** Tells once in this window of each thing that went wrong with a checkpoint. */
function tellCheckpoints(run: Run, told: Set<string>, log: vscode.LogOutputChannel): void {
  for (const { key, notice } of checkpointNotices(run, vscode.l10n)) {
    if (told.has(key)) continue;
    told.add(key);
    tell(notice, undefined, log);
  }
}

function tell(notice: StopNotice, target: object | undefined, log: vscode.LogOutputChannel): void {
  const act = async (action: string): Promise<void> => {
    await vscode.commands.executeCommand(`stageRunner.${action}`, target);
  };
  showNotice(notice, act).catch((error: unknown) => {
    logError(log, error);
  });
}

function refusal(stop: Stop): StopNotice {
  const { title, severity, actions, diagnosis } = stopReason(stop.code);
  return { severity, actions, message: `${title}. ${diagnosis} ${stop.detail}` };
}
