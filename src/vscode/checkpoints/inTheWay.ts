/** What a rollback waits for: runs that are at work on the files, and editors with changes that are not saved. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PathChange } from '../../core/checkpoints/checkpoint';
import type { StepView } from '../../core/status';
import type { CommandDeps } from '../commands/command';
import { stepName } from '../commands/targets';
import { plainText } from '../plainText';
import { realPath } from './realPath';
import { someOf } from './restoreWords';
import type { FoundCheckpoint } from './seen';

/** Whether a run is at work in the checkpoint's worktree; says so, and offers to stop it. */
export async function runInTheWay({ store, runners }: CommandDeps, found: FoundCheckpoint): Promise<boolean> {
  const live = await runners.liveRun(found.folder, topOf(found));
  if (live === undefined) return false;
  const views = store.map.plans.flatMap(({ steps }) => steps);
  const busy = views.find(({ lastRun }) => lastRun?.id === live);
  const stop = vscode.l10n.t('Stop…');
  const message = vscode.l10n.t(
    'Step {0} is being run in this folder, so nothing was rolled back. Wait for its end, or stop it and try again.',
    busy === undefined ? live : plainText(stepName(busy)),
  );
  if ((await vscode.window.showWarningMessage(message, ...(busy ? [stop] : []))) === stop && busy)
    await vscode.commands.executeCommand('stageRunner.stop', rowOf(busy));
  return true;
}

/**
 * Whether the affected editors are saved: `yes`, they were; `now`, after the person chose to; `no`, they are not.
 */
export async function editorsSaved(
  found: FoundCheckpoint,
  changes: readonly PathChange[],
): Promise<'yes' | 'now' | 'no'> {
  const top = topOf(found);
  const affected = new Set(changes.map(({ path }) => join(top, path)));
  const folders = await realFolders();
  const dirty = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments].filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && affected.has(realPath(uri.fsPath, folders)),
  );
  if (dirty.length === 0) return 'yes';
  const save = vscode.l10n.t('Save All and Go On');
  const message = vscode.l10n.t(
    'A rollback would change files that are not saved: {0}. Nothing was rolled back.',
    someOf(
      dirty.map(({ uri }) => vscode.workspace.asRelativePath(uri)),
      vscode.l10n,
    ),
  );
  if ((await vscode.window.showWarningMessage(message, save)) !== save) return 'no';
  for (const { uri } of dirty) if ((await vscode.workspace.save(uri)) === undefined) return 'no';
  return 'now';
}

async function realFolders(): Promise<ReadonlyMap<string, string>> {
  const { realFolder } = await import('../../node/runner/present');
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return new Map(
    await Promise.all(folders.map(async (folder) => [folder, await realFolder(folder)] as const)),
  );
}

function topOf({ record, folder }: FoundCheckpoint): string {
  return record.git?.worktree ?? folder;
}

function rowOf({ plan, step }: StepView): { kind: 'step'; plan: string; step: string } {
  return { kind: 'step', plan, step: step.key };
}
