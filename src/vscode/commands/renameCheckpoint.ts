import * as vscode from 'vscode';
import { chooseCheckpoint } from '../checkpoints/target';
import { tellRefusal } from '../checkpoints/tellRefusal';
import { nameProblem } from './createCheckpoint';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Gives a checkpoint another name. */
export async function renameCheckpoint(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Rename which checkpoint?');
  const found = await chooseCheckpoint(deps, target, { title, fits: ({ readOnly }) => !readOnly });
  if (!found) return;
  const { record, folder } = found;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename the checkpoint'),
    value: record.name,
    ignoreFocusOut: true,
    validateInput: nameProblem,
  });
  if (name === undefined || name.trim() === record.name) return;
  const { checkpoints } = await deps.checkpoints.opened(folder);
  const problem = await checkpoints.rename(record.record_id, name.trim());
  await deps.checkpoints.refresh();
  if (problem) tellRefusal(problem.refused);
}
