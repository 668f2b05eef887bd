/** Slips of the pen in open plan files, as the text is in the editor, saved or not. */
import * as vscode from 'vscode';

/** How long the text has to rest before its slips are looked for. */
const TYPING_RESTS_MS = 200;

export interface SlipParts {
  readonly of: vscode.DocumentSelector;
  slips(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]>;
  /** Told of what goes wrong while slips are looked for. */
  readonly report: (error: unknown) => void;
}

export class Slips implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('stageRunner.planFiles');
  private readonly waiting = new Set<vscode.TextDocument>();
  private readonly listening: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: SlipParts) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.lookSoon([document]);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.lookSoon([document]);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.collection.delete(uri);
      }),
    );
  }

  /** Looks when the text has come to rest. */
  lookSoon(documents: readonly vscode.TextDocument[]): void {
    for (const document of documents) this.waiting.add(document);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const document of this.waiting) this.look(document).catch(this.parts.report);
      this.waiting.clear();
    }, TYPING_RESTS_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
    this.collection.dispose();
  }

  private async look(document: vscode.TextDocument): Promise<void> {
    if (vscode.languages.match(this.parts.of, document) === 0) return;
    const found = await this.parts.slips(document);
    if (!document.isClosed) this.collection.set(document.uri, found);
  }
}
