import * as vscode from 'vscode';
import { latest } from '../checkpoints/seen';
import { belongsTo } from '../checkpoints/words';
import { plainText } from '../plainText';
import { age } from '../words';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

type Row = vscode.QuickPickItem & { readonly command: string; readonly target?: string };

/** What the indicator of the status bar offers; each row opens a command that asks further. */
export async function checkpointMenu({ checkpoints }: CommandDeps): Promise<void> {
  if (!isTrusted()) return;
  await checkpoints.refresh();
  const chosen = await vscode.window.showQuickPick(rows(checkpoints.seen), {
    title: vscode.l10n.t('Checkpoints'),
    placeHolder: vscode.l10n.t('Nothing is changed without asking'),
  });
  if (chosen) await vscode.commands.executeCommand(`stageRunner.${chosen.command}`, chosen.target);
}

function rows({ checkpoints }: CommandDeps['checkpoints']['seen']): Row[] {
  const found = latest(checkpoints);
  const create: Row = { command: 'createCheckpoint', label: `$(add) ${vscode.l10n.t('Create Checkpoint…')}` };
  const show: Row = {
    command: 'showCheckpoints',
    label: `$(list-tree) ${vscode.l10n.t('Show Checkpoints')}`,
  };
  if (found === undefined) return [create, show];
  const { record } = found;
  const old = [age(record.created_at, new Date()), belongsTo(record, vscode.l10n)];
  const to = {
    target: record.record_id,
    description: plainText(record.name),
    detail: plainText(old.filter(Boolean).join(' · ')),
  };
  return [
    {
      command: 'compareCheckpoint',
      label: `$(diff-multiple) ${vscode.l10n.t('Compare with Working Tree')}`,
      ...to,
    },
    { command: 'rollBack', label: `$(discard) ${vscode.l10n.t('Roll Back…')}`, ...to },
    create,
    show,
  ];
}
