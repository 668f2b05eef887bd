/** What a person has written of an answer, kept while the gate waits. */
import * as vscode from 'vscode';
import type { Gate } from '../../core/gateRecord';
import type { RunStore } from '../../node/runner/runStore';
import { errorText } from '../errorText';

/** The draft of one gate. Writes follow each other, so that the last one typed is the one that stays. */
export class GateDraft {
  private last: Promise<void> = Promise.resolve();
  private failed = false;

  constructor(
    private readonly runs: RunStore,
    private readonly gate: Gate,
  ) {}

  async read(): Promise<string> {
    await this.last;
    return this.runs.readDraft(this.gate.id);
  }

  write(text: string): void {
    this.last = this.last
      .then(() => this.runs.writeDraft(this.gate.id, text))
      .catch((error: unknown) => {
        if (!this.failed)
          void vscode.window.showWarningMessage(
            vscode.l10n.t('What you type cannot be kept as a draft: {0}', errorText(error)),
          );
        this.failed = true;
      });
  }
}
