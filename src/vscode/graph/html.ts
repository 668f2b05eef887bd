/** The page that draws graphs: fixed markup, one script and one style sheet of ours, and no text of any plan. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the page's script and style sheet are; nothing else can be loaded. */
export function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extensionUri), name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource};`;
  const button = (id: string, words: string, sign = words): string =>
    `<button id="${id}" type="button" title="${escaped(words)}" aria-label="${escaped(words)}">${escaped(sign)}</button>`;
  const help = vscode.l10n.t(
    'Graph. Arrow keys move between the boxes, Enter opens one, plus and minus zoom, 0 is full size, F fits the window, Escape goes back.',
  );
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('graph.css')}">
<title>${escaped(vscode.l10n.t('Stage Graph'))}</title>
</head>
<body>
<header>
<div id="head"><button id="up" type="button" hidden></button><h1 id="title"></h1><p id="summary"></p></div>
<div id="tools" role="toolbar" aria-label="${escaped(vscode.l10n.t('Graph'))}">
${button('smaller', vscode.l10n.t('Zoom Out (-)'), '−')}<output id="zoom" aria-label="${escaped(vscode.l10n.t('Zoom'))}"></output>${button('larger', vscode.l10n.t('Zoom In (+)'), '+')}
${button('fit', vscode.l10n.t('Fit to Window (F)'), vscode.l10n.t('Fit'))}${button('save', vscode.l10n.t('Export as SVG'), vscode.l10n.t('Export SVG'))}
</div>
</header>
<main id="scroll" tabindex="-1"><p id="empty" hidden></p><svg id="graph" role="application" aria-label="${escaped(help)}" xmlns="http://www.w3.org/2000/svg"></svg></main>
<script nonce="${nonce}" src="${file('graph.js')}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
