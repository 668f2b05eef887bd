import * as vscode from 'vscode';
import { rollBackTo } from '../checkpoints/rollBackFlow';
import { lastSafety } from '../checkpoints/seen';
import { chooseCheckpoint } from '../checkpoints/target';
import { askUnfinished } from '../checkpoints/unfinished';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Takes the files back to a checkpoint, after a preview and a question. */
export async function rollBack(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  await deps.checkpoints.refresh();
  // One that was cut short comes first: its checkpoints are given by their ids.
  const [cut] = deps.checkpoints.seen.unfinished;
  if (cut && typeof target !== 'string') return askUnfinished(cut);
  const title = vscode.l10n.t('Roll back to which checkpoint?');
  const found = await chooseCheckpoint(deps, target, { title, fits: ({ exists }) => exists });
  if (found) await rollBackTo(deps, found);
}

/** Takes the last rollback back: its safety checkpoint is restored. */
export async function undoRollBack(deps: CommandDeps): Promise<void> {
  if (!isTrusted()) return;
  await deps.checkpoints.refresh();
  const safety = lastSafety(deps.checkpoints.seen.checkpoints);
  if (safety) await rollBackTo(deps, safety, false);
  else
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing was rolled back here, so there is nothing to undo.'),
    );
}
