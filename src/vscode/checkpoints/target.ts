/** Which checkpoint a command is about: the row it was called from, the one it was told, or the one that is picked. */
import * as vscode from 'vscode';
import type { CommandDeps } from '../commands/command';
import { asNode, stepOfNode } from '../commands/targets';
import { plainText } from '../plainText';
import { checkpointBefore } from '../stepCheckpoint';
import { age } from '../words';
import { findCheckpoint } from './nodes';
import type { FoundCheckpoint } from './seen';
import { belongsTo, factWords } from './words';

export interface CheckpointQuestion {
  readonly title: string;
  /** Which may be picked; a row's own checkpoint is taken without asking. */
  readonly fits: (one: FoundCheckpoint) => boolean;
}

/**
 * The checkpoint to act on: of a row of the Checkpoints view, of a step (the one from before its last run), or by its
 * id. About a whole stage it is one that a person picks. `undefined` when there is none, which is said, or when nobody picked one.
 */
export async function chooseCheckpoint(
  deps: CommandDeps,
  target: unknown,
  question: CheckpointQuestion,
): Promise<FoundCheckpoint | undefined> {
  await deps.checkpoints.refresh();
  const { checkpoints } = deps.checkpoints.seen;
  const id = targetId(deps, target);
  if (id !== undefined) {
    const own = findCheckpoint({ checkpoints }, id);
    if (own === undefined)
      say(
        vscode.l10n.t(
          'This checkpoint is not there any more: it was deleted, or belongs to another worktree.',
        ),
      );
    return own;
  }
  if (stepOfNode(deps.store, asNode(target))) {
    say(vscode.l10n.t('No checkpoint was taken before the last run of this step.'));
    return undefined;
  }
  const fitting = checkpoints.filter(question.fits);
  if (fitting.length === 0) {
    say(vscode.l10n.t('There is no checkpoint here yet. “Create Checkpoint” takes one.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(fitting.map(itemOf), { ...question, matchOnDetail: true }))
    ?.found;
}

/** A row of a list of checkpoints. */
export function itemOf(found: FoundCheckpoint): vscode.QuickPickItem & { readonly found: FoundCheckpoint } {
  const { record } = found;
  const facts = [age(record.created_at, new Date()), ...factWords(found, vscode.l10n)];
  const of = [belongsTo(record, vscode.l10n), record.plan?.title].filter((part) => part !== undefined);
  return {
    found,
    label: plainText(record.name),
    description: facts.join(' · '),
    ...(of.length > 0 && { detail: plainText(of.join(' · ')) }),
  };
}

function targetId({ store }: CommandDeps, target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target === 'object' && target !== null && 'checkpoint' in target)
    return String(target.checkpoint);
  const view = stepOfNode(store, asNode(target));
  return view && checkpointBefore(view);
}

function say(message: string): void {
  void vscode.window.showInformationMessage(message);
}
