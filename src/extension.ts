/**
 * Builds the parts and registers them; nothing else. Activation is synchronous and reads nothing: the views are there
 * at once, and the first scan begins when the window has had its turn. It comes after start-up and not only when the
 * view is opened, because a waiting gate and the count in the status bar must show by themselves.
 */
import * as vscode from 'vscode';
import type { StageMap } from './core/status';
import { contextKeys } from './vscode/contextKeys';
import { contextKeySetter } from './vscode/contextKeySetter';
import { errorText, logError } from './vscode/errorText';
import { assistPlanFiles } from './vscode/language/register';
import type { TreeNode } from './vscode/nodes';
import { Problems } from './vscode/problems';
import { RowChoice } from './vscode/rowChoice';
import { type Running, startRunning } from './vscode/running';
import { StatusBar } from './vscode/statusBar';
import { MapStore } from './vscode/store';
import { storeParts } from './vscode/storeParts';
import { StageTree } from './vscode/tree';
import { viewMessage } from './vscode/viewMessage';
import { PlanWatch } from './vscode/watch';

/** For the in-host tests; not an API. */
export interface Internals {
  readonly store: MapStore;
  readonly tree: StageTree;
  readonly running: Running;
}

/** The settings that say where plans are and how they are read. */
const FOLLOWED = ['stageRunner.plans', 'stageRunner.okstra'];

let running: Running | undefined;

export function activate(context: vscode.ExtensionContext): Internals {
  try {
    return build(context);
  } catch (error) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Stage Runner could not start: {0}. Reload the window, and report this if it stays.',
        errorText(error),
      ),
    );
    throw error;
  }
}

/** Runs under way are given up to the next window, not ended. */
export async function deactivate(): Promise<void> {
  await running?.dispose();
}

function build(context: vscode.ExtensionContext): Internals {
  const log = vscode.window.createOutputChannel('Stage Runner', { log: true });
  const store = new MapStore(storeParts(context, log));
  const choice = new RowChoice(context.workspaceState);
  const tree = new StageTree({
    choice,
    memory: context.workspaceState,
    openArchive: (plan, archive) => store.openArchive(plan, archive),
  });
  const statusBar = new StatusBar();
  const problems = new Problems();
  const setContextKeys = contextKeySetter();
  const watch = new PlanWatch({
    changed: (paths) => void store.filesChanged(paths),
    search: () => void store.refresh(),
    failed: (problem) => {
      log.warn(problem);
    },
  });
  const reveal = (node: TreeNode): Promise<void> => tree.reveal(node);

  const showMap = (map: StageMap): void => {
    tree.show(map, viewMessage(map, vscode.workspace.isTrusted, choice.current, vscode.l10n));
  };
  choice.onDidChange(() => {
    showMap(store.map);
  });
  store.onDidChange((map) => {
    showMap(map);
    statusBar.show(map);
    problems.show(map, store.problems);
    watch.watch(store.watchTargets, store.roots);
    setContextKeys(contextKeys(map));
  });
  running = startRunning(context, { store, log, choice, reveal });
  const again = (): void => void store.refresh();
  context.subscriptions.push(
    log,
    choice,
    tree,
    statusBar,
    problems,
    watch,
    assistPlanFiles(store, (error) => {
      logError(log, error);
    }),
    { dispose: () => store.dispose() },
    vscode.workspace.onDidChangeWorkspaceFolders(again),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (FOLLOWED.some((section) => event.affectsConfiguration(section))) again();
    }),
  );
  setImmediate(again);
  return { store, tree, running };
}
