import * as vscode from 'vscode';
import { chooseCheckpoint } from '../checkpoints/target';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Puts the lines that return to a checkpoint from a POSIX shell on the clipboard. Nothing is run. */
export async function copyRollbackCommand(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Copy the command that returns to which checkpoint?');
  const found = await chooseCheckpoint(deps, target, { title, fits: ({ exists }) => exists });
  if (!found) return;
  const { rollbackCommand } = await import('../../core/checkpoints/rollbackCommand');
  const command = rollbackCommand(found.record);
  if (command === undefined) return;
  await vscode.env.clipboard.writeText(command);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The lines that return to “{0}” are on the clipboard. They work in a POSIX shell such as bash, zsh or Git Bash, and keep the present state first.',
      plainText(found.record.name),
    ),
  );
}
