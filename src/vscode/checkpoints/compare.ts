/** Comparisons in the editor's multi-file diff. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CheckpointObject, CheckpointRecord, PathChange } from '../../core/checkpoints/checkpoint';
import type { Checkpoints } from '../../node/checkpoints/ports';
import { plainText } from '../plainText';
import { checkpointUri } from './content';
import type { FoundCheckpoint } from './seen';
import { tellRefusal } from './tellRefusal';

/** The file, what it was, what it is now; a missing side says that the file was added or deleted. */
type Compared = [label: vscode.Uri, left: vscode.Uri | undefined, right: vscode.Uri | undefined];

/** A checkpoint of ours, or a commit that stands in for one. */
export interface ComparedCheckpoint {
  readonly record: Pick<CheckpointRecord, 'record_id' | 'name'> & {
    readonly git?: Pick<CheckpointObject, 'worktree'>;
  };
  readonly folder: string;
}

/** Shows what changed from a checkpoint until now, or until a newer one; says it where nothing did or git cannot tell. */
export async function compare(
  checkpoints: Checkpoints,
  found: ComparedCheckpoint,
  newer?: FoundCheckpoint,
): Promise<void> {
  const changes = await checkpoints.changes(found.record.record_id, newer?.record.record_id);
  if ('refused' in changes) {
    tellRefusal(changes.refused);
    return;
  }
  if (changes.length > 0) return showChanges(found, changes, newer);
  const name = plainText(found.record.name);
  void vscode.window.showInformationMessage(
    newer === undefined
      ? vscode.l10n.t('Nothing changed since “{0}”.', name)
      : vscode.l10n.t('Nothing changed between “{0}” and “{1}”.', name, plainText(newer.record.name)),
  );
}

/** A checkpoint beside the working tree, or beside a newer checkpoint. */
export async function showChanges(
  { record, folder }: ComparedCheckpoint,
  changes: readonly PathChange[],
  newer?: FoundCheckpoint,
): Promise<void> {
  const top = record.git?.worktree ?? folder;
  const name = plainText(record.name);
  const title =
    newer === undefined
      ? vscode.l10n.t('“{0}” and the working tree', name)
      : vscode.l10n.t('“{0}” and “{1}”', name, plainText(newer.record.name));
  const compared = changes.map(({ path, what }): Compared => {
    const file = vscode.Uri.file(join(top, path));
    const at = (one: ComparedCheckpoint): vscode.Uri =>
      checkpointUri({ folder: one.folder, checkpoint: one.record.record_id, path }, file);
    const now = newer === undefined ? file : at(newer);
    return [
      file,
      what === 'added' ? undefined : at({ record, folder }),
      what === 'deleted' ? undefined : now,
    ];
  });
  await vscode.commands.executeCommand('vscode.changes', title, compared);
}
