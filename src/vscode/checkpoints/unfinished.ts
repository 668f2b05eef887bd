/** A rollback that was cut short is told once in each window, with the ways to bring the tree back in order. */
import * as vscode from 'vscode';
import { plainText } from '../plainText';
import type { SeenCheckpoints } from './seen';

type Unfinished = SeenCheckpoints['unfinished'][number];

/** Tells of each once. */
export function unfinishedNotices(
  log: vscode.LogOutputChannel,
): (unfinished: SeenCheckpoints['unfinished']) => void {
  const told = new Set<string>();
  return (unfinished) => {
    for (const one of unfinished.filter(({ id }) => !told.has(id))) {
      told.add(one.id);
      askUnfinished(one).catch((error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
      });
    }
  };
}

/** Asks how a rollback that was cut short goes on; nobody has to answer. */
export async function askUnfinished({ checkpoint, safety }: Unfinished): Promise<void> {
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

async function run(command: string, checkpoint: string): Promise<void> {
  await vscode.commands.executeCommand(`stageRunner.${command}`, checkpoint);
}
