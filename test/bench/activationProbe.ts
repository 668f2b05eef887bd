// Bundled to dist/test/bench/activationProbe.js and run in the extension host in place of tests.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Writes `{activation, yaml}` in milliseconds to the file that STAGE_RUNNER_PROBE names: what VS Code itself measured for
 * loading the extension's code and calling `activate`, and what loading one parser costs in the same process.
 */
export async function run(): Promise<void> {
  const id = 'stage-runner.stage-runner';
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error('The extension is missing');
  await extension.activate();
  const activation = activationIn(await startupPerformance(id), id);
  const start = performance.now();
  createRequire(path.join(extension.extensionPath, 'package.json'))('yaml');
  const yaml = performance.now() - start;
  const file = process.env['STAGE_RUNNER_PROBE'];
  if (file) writeFileSync(file, JSON.stringify({ activation, yaml }));
}

/** The text of "Developer: Startup Performance" once it names the extension; it is filled in some time after it opens. */
async function startupPerformance(id: string): Promise<string> {
  const named = (document: vscode.TextDocument): boolean =>
    document.uri.scheme === 'perf' && document.getText().includes(id);
  const filled = new Promise<string>((resolve) => {
    const look = (document: vscode.TextDocument): void => {
      if (named(document)) resolve(document.getText());
    };
    vscode.workspace.onDidOpenTextDocument(look);
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      look(document);
    });
  });
  await vscode.commands.executeCommand('perfview.show');
  return filled;
}

/** Columns: extension, eager, load code, call activate, finish activate, event, by. */
function activationIn(text: string, id: string): number {
  const row = text.split('\n').find((line) => line.startsWith(`| ${id} `));
  const [load, call] = (row ?? '').split('|').slice(3, 5).map(Number);
  if (!load || call === undefined || Number.isNaN(call))
    throw new Error(`No figures in the row "${row ?? ''}"`);
  return load + call;
}
