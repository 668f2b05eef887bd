import * as vscode from 'vscode';
import { chooseCheckpoint } from '../checkpoints/target';
import { tellRefusal } from '../checkpoints/tellRefusal';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Deletes a checkpoint for good, after a question. */
export async function deleteCheckpoint(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Delete which checkpoint?');
  const found = await chooseCheckpoint(deps, target, { title, fits: ({ readOnly }) => !readOnly });
  if (!found) return;
  const { record, folder } = found;
  const agreed = await deps.dialogs.confirm(
    vscode.l10n.t('Delete the checkpoint “{0}”?', plainText(record.name)),
    vscode.l10n.t(
      'Nothing can be compared with it or rolled back to it any more. No file of the workspace changes.',
    ),
    vscode.l10n.t('Delete'),
    vscode.l10n.t('Keep It'),
  );
  if (!agreed) return;
  const { checkpoints } = await deps.checkpoints.opened(folder);
  const problem = await checkpoints.remove([record.record_id]);
  await deps.checkpoints.refresh();
  if (problem) tellRefusal(problem.refused);
}
