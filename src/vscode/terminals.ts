/** Agents' terminals: a real PTY each, started as an argument list, one per step and folder however often it runs. */
import * as vscode from 'vscode';
import type { TerminalPort, TerminalRequest } from '../node/host';

/** Terminals of the editor. Nothing is ever typed into one; the launcher's records say how its process ended. */
export const editorTerminals: TerminalPort = {
  async open(request: TerminalRequest): Promise<void> {
    const [shellPath, ...shellArgs] = request.argv;
    if (shellPath === undefined)
      throw new Error(`The terminal "${request.name}" was asked for without a program`);
    for (const earlier of await earlierTerminals(request)) earlier.dispose();
    const terminal = vscode.window.createTerminal({
      name: request.name,
      shellPath,
      shellArgs,
      cwd: request.cwd,
      env: { ...request.env },
      iconPath: new vscode.ThemeIcon('list-tree'),
    });
    terminal.show(true);
  },
};

/**
 * Those of ended attempts at the same step in the same folder. After a reload of the window the editor no longer tells
 * what a terminal was opened with, so its process is what it is known by.
 */
async function earlierTerminals({ name, left }: TerminalRequest): Promise<readonly vscode.Terminal[]> {
  const alike = vscode.window.terminals.filter((open) => open.name === name);
  if (alike.length === 0) return [];
  const pids = await left();
  const isLeft = await Promise.all(alike.map(async (open) => pids.has((await processOf(open)) ?? 0)));
  return alike.filter((_, index) => isLeft[index]);
}

/** A terminal whose program could not be started never tells a process. */
const TOLD_WITHIN_MS = 1000;

async function processOf(terminal: vscode.Terminal): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, TOLD_WITHIN_MS, undefined);
  });
  const pid = await Promise.race([terminal.processId, never]);
  clearTimeout(timer);
  return pid;
}
