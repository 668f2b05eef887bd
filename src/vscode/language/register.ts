/** Plan files in the editor: lenses, links, hovers, completion, Go to Definition and slips of the pen, all by one setting. */
import * as vscode from 'vscode';
import type { StageStore } from '../store';

const SETTING = 'stageRunner.planFiles.assistance';
/** Prompts are plain text. */
const PLAN_FILES: vscode.DocumentSelector = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', pattern: '**/.prompts/*.txt' },
];

/** Registers the providers, which load with the first file that may be one. */
export function assistPlanFiles(store: StageStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const slips = vscode.languages.createDiagnosticCollection('stageRunner.planFiles');
  const ask = async <T>(task: (providers: typeof import('./providers')) => T, off: T): Promise<Awaited<T>> =>
    await (isOn() ? task(await import('./providers')) : off);
  const lookAt = async (document: vscode.TextDocument): Promise<void> => {
    if (vscode.languages.match(PLAN_FILES, document) === 0) return;
    const found = await ask((providers) => providers.slips(document, store.map), []);
    if (!document.isClosed) slips.set(document.uri, found);
  };
  const lookAtAll = (): void => {
    changed.fire();
    for (const document of vscode.workspace.textDocuments) void lookAt(document);
  };
  return vscode.Disposable.from(
    changed,
    slips,
    { dispose: store.onDidChange(lookAtAll) },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) lookAtAll();
    }),
    vscode.workspace.onDidOpenTextDocument((document) => void lookAt(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => void lookAt(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      slips.delete(uri);
    }),
    vscode.languages.registerCodeLensProvider(PLAN_FILES, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => ask((providers) => providers.codeLenses(document, store.map), []),
    }),
    vscode.languages.registerDocumentLinkProvider(PLAN_FILES, {
      provideDocumentLinks: (document) =>
        ask((providers) => providers.links(document, store.map), Promise.resolve([])),
    }),
    vscode.languages.registerHoverProvider(PLAN_FILES, {
      provideHover: (document, at) => ask((providers) => providers.hover(document, at, store.map), undefined),
    }),
    vscode.languages.registerDefinitionProvider(PLAN_FILES, {
      provideDefinition: (document, at) =>
        ask((providers) => providers.definition(document, at, store.map), []),
    }),
    vscode.languages.registerCompletionItemProvider(PLAN_FILES, {
      provideCompletionItems: (document, at) =>
        ask((providers) => providers.completions(document, at, store.map), []),
    }),
  );
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(SETTING, true);
}
