import * as vscode from 'vscode';
import { showChanges } from '../checkpoints/compare';
import { tellRefusal } from '../checkpoints/rollBackFlow';
import { previous, type FoundCheckpoint } from '../checkpoints/seen';
import { chooseCheckpoint } from '../checkpoints/target';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** What changed in the working tree since a checkpoint. */
export async function compareCheckpoint(deps: CommandDeps, target: unknown): Promise<void> {
  const found = await chooseExisting(deps, target);
  if (found) await compare(deps, found);
}

/** What changed between a checkpoint and the one before it. */
export async function compareCheckpointWithPrevious(deps: CommandDeps, target: unknown): Promise<void> {
  const newer = await chooseExisting(deps, target);
  const older = newer && previous(deps.checkpoints.seen.checkpoints, newer);
  if (older) return compare(deps, older, newer);
  if (newer)
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is the oldest checkpoint: there is none before it.', plainText(newer.record.name)),
    );
}

async function chooseExisting(deps: CommandDeps, target: unknown): Promise<FoundCheckpoint | undefined> {
  if (!isTrusted()) return undefined;
  const title = vscode.l10n.t('Compare which checkpoint?');
  return chooseCheckpoint(deps, target, { title, fits: ({ exists }) => exists });
}

async function compare(deps: CommandDeps, found: FoundCheckpoint, newer?: FoundCheckpoint): Promise<void> {
  const { checkpoints } = await deps.checkpoints.opened(found.folder);
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
