/** Agents' terminals: a real PTY each, started as an argument list, one per step and folder however often it runs. */
import * as vscode from 'vscode';
import type { TerminalPort, TerminalRequest } from '../node/host';

/** Terminals of the editor. Nothing is ever typed into one; the launcher's records say how its process ended. */
export const editorTerminals: TerminalPort = {
  open(request: TerminalRequest): Promise<void> {
    const [shellPath, ...shellArgs] = request.argv;
    if (shellPath === undefined)
      throw new Error(`The terminal "${request.name}" was asked for without a program`);
    for (const earlier of vscode.window.terminals.filter((open) => isEarlier(open, request)))
      earlier.dispose();
    const terminal = vscode.window.createTerminal({
      name: request.name,
      shellPath,
      shellArgs,
      cwd: request.cwd,
      env: { ...request.env },
      iconPath: new vscode.ThemeIcon('list-tree'),
    });
    terminal.show(true);
    return Promise.resolve();
  },
};

/**
 * A terminal of an earlier attempt at the same step in the same folder, also one from before a reload. The runner
 * starts no attempt while another one is at work there, so this one has nothing left to do.
 */
function isEarlier({ creationOptions }: vscode.Terminal, { name, cwd, argv }: TerminalRequest): boolean {
  if (!('shellArgs' in creationOptions) || creationOptions.name !== name) return false;
  const { shellArgs, cwd: folder } = creationOptions;
  const path = typeof folder === 'string' ? folder : folder?.fsPath;
  return path === cwd && Array.isArray(shellArgs) && shellArgs[0] === argv[1];
}
