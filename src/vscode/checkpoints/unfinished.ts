/** A rollback that is not over is told once in each window, with the ways to bring the tree in order. */
import * as vscode from 'vscode';
import { logError } from '../errorText';
import { plainText } from '../plainText';
import { strayWords } from './restoreWords';
import type { SeenCheckpoints } from './seen';
import { untold } from './untold';

type Unfinished = SeenCheckpoints['unfinished'][number];

/** Tells of each once. */
export function unfinishedNotices(
  log: vscode.LogOutputChannel,
): (unfinished: SeenCheckpoints['unfinished']) => void {
  const fresh = untold();
  return (unfinished) => {
    for (const one of fresh(unfinished))
      askUnfinished(one).catch((error: unknown) => {
        logError(log, error);
      });
  };
}

/** Asks how a rollback that is not over goes on; nobody has to answer. */
export function askUnfinished(one: Unfinished): Promise<void> {
  return one.stray ? askStray(one, one.stray) : askCutShort(one);
}

async function askCutShort({ checkpoint, safety }: Unfinished): Promise<void> {
  const [finish, undo, show] = [
    vscode.l10n.t('Finish…'),
    vscode.l10n.t('Undo…'),
    vscode.l10n.t('Show Changes'),
  ];
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The rollback to “{0}” was cut short: some files may be as it has them, others as they were before. No step is run in this folder until you finish it or undo it.',
      plainText(checkpoint.name),
    ),
    finish,
    undo,
    show,
  );
  if (chosen === finish) await run('rollBack', checkpoint.id);
  if (chosen === undo) await run('rollBack', safety.id);
  if (chosen === show) await run('compareCheckpoint', safety.id);
}

async function askStray({ checkpoint, safety, folder }: Unfinished, stray: readonly string[]): Promise<void> {
  const [undo, keep, show] = [
    vscode.l10n.t('Undo…'),
    vscode.l10n.t('Keep As It Is'),
    vscode.l10n.t('Show Changes'),
  ];
  const message = strayWords(stray, checkpoint.name, vscode.l10n);
  const chosen = await vscode.window.showErrorMessage(message, undo, keep, show);
  if (chosen === undo) await run('rollBack', safety.id);
  if (chosen === keep) await run('keepStray', folder);
  if (chosen === show) await run('compareCheckpoint', checkpoint.id);
}

async function run(command: string, target: string): Promise<void> {
  await vscode.commands.executeCommand(`stageRunner.${command}`, target);
}
