/** Plan files in the editor: lenses, links, hovers, completion, Go to Definition and slips of the pen, all by one setting. */
import * as vscode from 'vscode';
import type { StageStore } from '../store';
import { Slips } from './slips';

const SETTING = 'stageRunner.planFiles.assistance';
/** Prompts are plain text. */
const PLAN_FILES: vscode.DocumentSelector = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', pattern: '**/.prompts/*.txt' },
];

/**
 * Registers the providers, which load with the first file that may be one.
 * @param report told of what goes wrong while slips are looked for; VS Code tells of the rest
 */
export function assistPlanFiles(store: StageStore, report: (error: unknown) => void): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const ask = async <T>(task: (providers: typeof import('./providers')) => T, off: T): Promise<Awaited<T>> =>
    await (isOn() ? task(await import('./providers')) : off);
  const slips = new Slips({
    of: PLAN_FILES,
    slips: (document) => ask((providers) => providers.slips(document, store.map), []),
    report,
  });
  const lookAtAll = (): void => {
    changed.fire();
    slips.lookSoon(vscode.workspace.textDocuments);
  };
  return vscode.Disposable.from(
    changed,
    slips,
    { dispose: store.onDidChange(lookAtAll) },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) lookAtAll();
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
