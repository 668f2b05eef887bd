/** A rollback that was cut short is told once in each window, with the ways to bring the tree back in order. */
import * as vscode from 'vscode';
import { plainText } from '../plainText';
import type { SeenCheckpoints } from './seen';

type Unfinished = SeenCheckpoints['unfinished'][number];

export class UnfinishedNotices {
  private readonly told = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  tell(unfinished: readonly Unfinished[]): void {
    for (const one of unfinished) {
      if (this.told.has(one.id)) continue;
      this.told.add(one.id);
      this.ask(one).catch((error: unknown) => {
        this.log.error(error instanceof Error ? error : String(error));
      });
    }
  }

  private async ask({ checkpoint, safety }: Unfinished): Promise<void> {
    const [finish, undo, show] = [
      vscode.l10n.t('Finish…'),
      vscode.l10n.t('Undo…'),
      vscode.l10n.t('Show Changes'),
    ];
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The rollback to “{0}” was cut short: some files may be as it has them, others as they were before. Finish it, or undo it.',
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
}

async function run(command: string, checkpoint: string): Promise<void> {
  await vscode.commands.executeCommand(`stageRunner.${command}`, checkpoint);
}
