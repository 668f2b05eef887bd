import * as vscode from 'vscode';
import type { Checkpoints } from '../../node/checkpoints/ports';
import { itemOf } from '../checkpoints/target';
import { tellRefusal } from '../checkpoints/tellRefusal';
import { sizeWords } from '../checkpoints/words';
import { cleanUpWorktrees } from './cleanUpWorktrees';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/**
 * Deletes checkpoints that are too many or too old and not needed any more, and then worktrees of steps that are still
 * there; each after a list and a question.
 */
export async function cleanUpCheckpoints(deps: CommandDeps): Promise<void> {
  if (!isTrusted()) return;
  await deps.checkpoints.refresh();
  const { checkpoints: seen } = deps.checkpoints.seen;
  // Folders of one worktree have the same checkpoints: each checkpoint is listed with one folder.
  for (const folder of new Set(seen.map((one) => one.folder))) {
    const { checkpoints } = await deps.checkpoints.opened(folder);
    await cleanUp(
      deps,
      checkpoints,
      folder,
      seen.filter((one) => one.folder === folder).map(({ record }) => record.record_id),
    );
  }
  await cleanUpWorktrees(deps);
}

async function cleanUp(
  { checkpoints: shelf, dialogs }: CommandDeps,
  checkpoints: Checkpoints,
  folder: string,
  all: readonly string[],
): Promise<void> {
  const removable = await checkpoints.removable();
  const total = await size(checkpoints, all);
  if (removable.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Nothing to clean up: every checkpoint is still needed. Number: {0}, size: {1}.',
        all.length,
        total,
      ),
    );
    return;
  }
  const items = removable.map((one) => ({ ...itemOf({ ...one, folder }), picked: true }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t('{0} of {1} checkpoints may go; all take {2}', removable.length, all.length, total),
    placeHolder: vscode.l10n.t('The last one of each step and what undoes a rollback are kept'),
  });
  const ids = (chosen ?? []).map(({ found }) => found.record.record_id);
  if (ids.length === 0) return;
  const agreed = await dialogs.confirm(
    vscode.l10n.t('Delete the chosen checkpoints ({0})?', ids.length),
    vscode.l10n.t(
      'That gives back about {0}, once git has tidied up. Nothing can be rolled back to them any more. No file of the workspace changes.',
      await size(checkpoints, ids),
    ),
    vscode.l10n.t('Delete'),
    vscode.l10n.t('Keep Them'),
  );
  if (!agreed) return;
  const problem = await checkpoints.remove(ids);
  await shelf.refresh();
  if (problem) tellRefusal(problem.refused);
}

async function size(checkpoints: Checkpoints, ids: readonly string[]): Promise<string> {
  const bytes = await checkpoints.size(ids);
  return typeof bytes === 'number' ? sizeWords(bytes) : vscode.l10n.t('an unknown size');
}
