import * as vscode from 'vscode';
import type { Checkpoints } from '../../node/checkpoints/ports';
import { compare } from '../checkpoints/compare';
import { previous, type FoundCheckpoint } from '../checkpoints/seen';
import { chooseCheckpoint } from '../checkpoints/target';
import { plainText } from '../plainText';
import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** What changed in the working tree since a checkpoint. */
export async function compareCheckpoint(deps: CommandDeps, target: unknown): Promise<void> {
  const found = await chooseExisting(deps, target);
  if (found) await compare(await checkpointsOf(deps, found), found);
}

/** What changed between a checkpoint and the one before it. */
export async function compareCheckpointWithPrevious(deps: CommandDeps, target: unknown): Promise<void> {
  const newer = await chooseExisting(deps, target);
  const older = newer && previous(deps.checkpoints.seen.checkpoints, newer);
  if (older) return compare(await checkpointsOf(deps, older), older, newer);
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

async function checkpointsOf(
  { checkpoints }: CommandDeps,
  { folder }: FoundCheckpoint,
): Promise<Checkpoints> {
  return (await checkpoints.opened(folder)).checkpoints;
}
