/** Puts the shelf, the view, the indicator and the files of checkpoints together; nothing is read before the first map. */
import * as vscode from 'vscode';
import { contextKeySetter } from '../contextKeySetter';
import { errorText, logError } from '../errorText';
import type { StageStore } from '../store';
import { checkpointLimits } from '../settings';
import { CheckpointFiles } from './content';
import { CheckpointIndicator } from './indicator';
import { unfinishedNotices } from './unfinished';
import { lastSafety } from './seen';
import { CheckpointShelf, type ShelfParts } from './shelf';
import { skippedCheckpoints } from './skipped';
import { CheckpointTree } from './tree';
import { checkpointsMessage } from './message';

const CONFIRMED = 'checkpoints.confirmed';

export interface CheckpointDesk {
  readonly shelf: CheckpointShelf;
  /** For the in-host tests. */
  readonly tree: CheckpointTree;
}

/** Registers everything; `context` disposes of it. */
export function startCheckpoints(
  context: vscode.ExtensionContext,
  { store, log }: { readonly store: StageStore; readonly log: vscode.LogOutputChannel },
): CheckpointDesk {
  const shelf = new CheckpointShelf(shelfParts(context, store, log));
  const tree = new CheckpointTree();
  const indicator = new CheckpointIndicator();
  const tellUnfinished = unfinishedNotices(log);
  const setContextKeys = contextKeySetter();
  const show = (): void => {
    const { seen } = shelf;
    const shown = { ...seen, skipped: skippedCheckpoints(store.map, vscode.l10n) };
    tree.show(shown, checkpointsMessage(seen, vscode.l10n));
    indicator.show(shown, store.map);
  };
  const stopSeen = shelf.onDidChange((seen) => {
    show();
    tellUnfinished(seen.unfinished);
    setContextKeys({
      checkpointsRead: vscode.workspace.isTrusted,
      noRepository: seen.problems.some(({ code }) => code === 'not_a_repository'),
      hasCheckpoint: seen.checkpoints.length > 0,
      canUndoRollBack: lastSafety(seen.checkpoints) !== undefined,
    });
  });
  // The first map says that the window has had its turn; from then on changes come from the disk.
  const stopFirst = store.onDidChange(() => {
    stopFirst();
    void shelf.refresh();
  });
  const again = (): void => void shelf.refresh();
  context.subscriptions.push(
    tree,
    indicator,
    new CheckpointFiles(shelf),
    { dispose: stopSeen },
    { dispose: store.onDidChange(show) },
    { dispose: () => shelf.dispose() },
    vscode.workspace.onDidChangeWorkspaceFolders(again),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
  );
  return { shelf, tree };
}

function shelfParts(
  context: vscode.ExtensionContext,
  store: StageStore,
  log: vscode.LogOutputChannel,
): ShelfParts {
  const { version } = context.extension.packageJSON as { version: string };
  const tool = { name: 'stage-runner', version };
  return {
    folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    trusted: () => vscode.workspace.isTrusted,
    tool,
    async open(folder) {
      const [{ openCheckpoints }, { AutomaticCheckpoints }, { newId }] = await Promise.all([
        import('../../node/checkpoints/checkpointStore'),
        import('../../node/checkpoints/automatic'),
        import('../host'),
      ]);
      const checkpoints = await openCheckpoints({
        folder,
        dataFolder: await store.dataFolderFor(folder),
        tool,
        settings: () => checkpointLimits(folder),
        now: () => new Date(),
        newId: () => newId(new Date()),
      });
      if ('refused' in checkpoints) return checkpoints;
      return { checkpoints, automatic: new AutomaticCheckpoints(checkpoints) };
    },
    confirmed: {
      list: () => context.workspaceState.get<string[]>(CONFIRMED, []),
      add: (id) =>
        context.workspaceState.update(CONFIRMED, [
          ...context.workspaceState.get<string[]>(CONFIRMED, []),
          id,
        ]),
    },
    report(error) {
      logError(log, error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Stage Runner could not read the checkpoints: {0}', errorText(error)),
      );
    },
  };
}
