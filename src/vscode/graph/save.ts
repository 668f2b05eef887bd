/** Writes a drawing where a person says. */
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Asks for the file, and writes it; nothing happens when nobody names one.
 * @param folder where the question begins
 * @param title becomes the name that is offered
 */
export async function saveDrawing(svg: string, folder: string, title: string): Promise<void> {
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export the graph as SVG'),
    defaultUri: vscode.Uri.file(join(folder, `${name}.svg`)),
    filters: { SVG: ['svg'] },
  });
  if (file === undefined) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(svg));
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('The graph was saved as {0}.', vscode.workspace.asRelativePath(file));
  if ((await vscode.window.showInformationMessage(saved, open)) === open)
    await vscode.commands.executeCommand('vscode.open', file);
}
