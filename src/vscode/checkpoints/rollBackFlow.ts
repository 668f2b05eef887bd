/** The way from a checkpoint to a restored tree: what stands in the way, a preview, a question, the restore, its undo. */
import * as vscode from 'vscode';
import type { RestorePreview } from '../../core/checkpoints/checkpoint';
import type { RestoreResult } from '../../node/checkpoints/ports';
import type { CommandDeps } from '../commands/command';
import { logError } from '../errorText';
import { plainText } from '../plainText';
import { showChanges } from './compare';
import { editorsSaved, runInTheWay } from './inTheWay';
import { restoredWords, restoreItems, restoreQuestion } from './restoreWords';
import { findCheckpoint } from './nodes';
import type { FoundCheckpoint } from './seen';
import { tellRefusal } from './tellRefusal';

/**
 * Rolls back to a checkpoint. `choose` shows first what it would do and what else there is; an undo and the end of an
 * interrupted rollback are asked about at once.
 */
export async function rollBackTo(deps: CommandDeps, found: FoundCheckpoint, choose = true): Promise<void> {
  if (await runInTheWay(deps, found)) return;
  const preview = await previewOf(deps, found);
  if (preview === undefined || isNothing(deps, found, preview)) return;
  const saved = await editorsSaved(found, preview.changes);
  if (saved === 'no') return;
  if (saved === 'now') return rollBackTo(deps, found, choose);
  const choice = choose ? await chooseHow(found, preview) : 'files';
  if (choice === undefined) return;
  if (choice === 'show') return showAndOffer(found, preview);
  const { message, detail, action } = restoreQuestion(found.record.name, preview, choice, vscode.l10n);
  const keep = vscode.l10n.t('Keep Files As They Are');
  if (!(await deps.dialogs.confirm(message, detail, action, keep))) return;
  // A run may have begun while the person was asked.
  if (await runInTheWay(deps, found)) return;
  await restore(deps, found, preview, choice);
}

async function previewOf(deps: CommandDeps, found: FoundCheckpoint): Promise<RestorePreview | undefined> {
  const { checkpoints } = await deps.checkpoints.opened(found.folder);
  const title = vscode.l10n.t('Comparing with “{0}”…', plainText(found.record.name));
  const preview = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    checkpoints.preview(found.record.record_id),
  );
  if (!('refused' in preview)) return preview;
  tellRefusal(preview.refused);
  return undefined;
}

function isNothing(
  deps: CommandDeps,
  { record }: FoundCheckpoint,
  { changes, branch }: RestorePreview,
): boolean {
  if (changes.length > 0 || 'name' in branch) return false;
  // One that was cut short is to be written down as finished, even when no file is left to change.
  const { unfinished } = deps.checkpoints.seen;
  if (unfinished.some(({ checkpoint, safety }) => [checkpoint.id, safety.id].includes(record.record_id)))
    return false;
  const name = plainText(record.name);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The files are as “{0}” has them already; nothing was changed.', name),
  );
  return true;
}

async function chooseHow({ record }: FoundCheckpoint, preview: RestorePreview) {
  const items = restoreItems(preview, vscode.l10n);
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Roll back to “{0}”: what it would do', plainText(record.name)),
    placeHolder: vscode.l10n.t('Enter alone changes nothing'),
    ignoreFocusOut: true,
  });
  return chosen?.choice;
}

async function showAndOffer(found: FoundCheckpoint, { changes }: RestorePreview): Promise<void> {
  await showChanges(found, changes);
  const again = vscode.l10n.t('Roll Back…');
  const message = vscode.l10n.t('This is what a rollback to “{0}” takes back.', plainText(found.record.name));
  if ((await vscode.window.showInformationMessage(message, again)) === again)
    await vscode.commands.executeCommand('stageRunner.rollBack', found.record.record_id);
}

async function restore(
  deps: CommandDeps,
  found: FoundCheckpoint,
  preview: RestorePreview,
  choice: 'files' | 'filesAndBranch',
): Promise<void> {
  const { record, folder } = found;
  const { checkpoints } = await deps.checkpoints.opened(folder);
  const by = await deps.runners.who(folder);
  const title = vscode.l10n.t('Rolling back to “{0}”…', plainText(record.name));
  const location = vscode.ProgressLocation.Notification;
  const what = choice === 'files' ? 'files' : 'files_and_branch';
  const result = await vscode.window.withProgress({ location, title }, () =>
    deps.checkpoints.whileRestoring(() => checkpoints.restore(record.record_id, preview, by, what)),
  );
  await deps.store.refresh();
  if ('refused' in result) {
    tellRefusal(result.refused);
    return;
  }
  // That something was left behind is told as long as nobody decided: `unfinished.ts` does.
  if ('stray' in result) return;
  if (result.branchProblem !== undefined)
    void vscode.window.showWarningMessage(plainText(result.branchProblem, 1000));
  // The notice stays for as long as the person likes; the command is over.
  void tellRestored(deps, record.name, result).catch((error: unknown) => {
    logError(deps.log, error);
  });
}

async function tellRestored(
  deps: CommandDeps,
  name: string,
  { restored, safety }: Extract<RestoreResult, { restored: unknown }>,
): Promise<void> {
  const [undo, show] = [vscode.l10n.t('Undo'), vscode.l10n.t('Show Changes')];
  const message = restoredWords(restored.length, name, vscode.l10n);
  const chosen = await vscode.window.showInformationMessage(message, undo, show);
  const way = findCheckpoint(deps.checkpoints.seen, safety.record_id);
  if (way && chosen === undo) await rollBackTo(deps, way, false);
  if (chosen === show)
    await vscode.commands.executeCommand('stageRunner.compareCheckpoint', safety.record_id);
}
