/** Takes away a Markdown preview that another is to take the place of. */
import * as vscode from 'vscode';

/** Closes each preview of a file of this name; the editor tells nothing else of what a preview shows. */
export async function closePreview(fileName: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const previews = tabs.filter(
    ({ input, label }) =>
      input instanceof vscode.TabInputWebview &&
      input.viewType.endsWith('markdown.preview') &&
      label.endsWith(` ${fileName}`),
  );
  await vscode.window.tabGroups.close(previews, true);
}
