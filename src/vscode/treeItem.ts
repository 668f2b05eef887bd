/** A row as VS Code's tree takes it. */
import * as vscode from 'vscode';
import type { Row } from './rows';

/** The item of a row; `node` is what its command is called with. */
export function treeItem(
  row: Row,
  collapsible: vscode.TreeItemCollapsibleState,
  node: object,
): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, collapsible);
  item.id = row.id;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(
    row.icon.id,
    row.icon.color ? new vscode.ThemeColor(row.icon.color) : undefined,
  );
  if (row.tooltip !== '') item.tooltip = new vscode.MarkdownString(row.tooltip);
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.accessibility };
  if (row.click) item.command = command(row.click, node);
  return item;
}

function command(click: NonNullable<Row['click']>, node: object): vscode.Command {
  return 'open' in click
    ? { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(click.open)] }
    : { command: click.command, title: vscode.l10n.t('Show'), arguments: [node] };
}
