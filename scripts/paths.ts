import path from 'node:path';

/** The repository's own folder. */
export const root = path.resolve(__dirname, '..');

/** Cache of VS Code hosts and Node runtimes, ignored by git; `@vscode/test-electron` keeps its downloads there too. */
export const cache = path.join(root, '.vscode-test');
