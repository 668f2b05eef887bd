/** Watches the real quick inputs that the extension shows, and drives them by the commands that keys are bound to. */
import * as vscode from 'vscode';

/** Resolves to the next quick pick once it is on the screen. Begin to wait before the thing that shows it. */
export function nextQuickPick(): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
  return nextShown('createQuickPick');
}

export function nextInputBox(): Promise<vscode.InputBox> {
  return nextShown('createInputBox');
}

/** Resolves to the rows of the next plain list once it is asked for. */
export function nextList(): Promise<readonly vscode.QuickPickItem[]> {
  const window = vscode.window as { showQuickPick: typeof vscode.window.showQuickPick };
  const original = window.showQuickPick;
  return new Promise((resolve) => {
    const watched = (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
      window.showQuickPick = original;
      const chosen = original(items, options);
      resolve(items);
      return chosen;
    };
    window.showQuickPick = watched as typeof original;
  });
}

/** The next message or warning to the person, which is not shown. */
export function nextMessage(): Promise<string> {
  const window = vscode.window as { showInformationMessage: unknown; showWarningMessage: unknown };
  const { showInformationMessage, showWarningMessage } = window;
  return new Promise((resolve) => {
    const told = (message: string): Promise<undefined> => {
      Object.assign(window, { showInformationMessage, showWarningMessage });
      resolve(message);
      return Promise.resolve(undefined);
    };
    Object.assign(window, { showInformationMessage: told, showWarningMessage: told });
  });
}

/** Answers the next plain list with the row whose label ends so, without showing it. */
export function answerList(label: string): void {
  const window = vscode.window as { showQuickPick: unknown };
  const original = window.showQuickPick;
  window.showQuickPick = (items: readonly vscode.QuickPickItem[]) => {
    window.showQuickPick = original;
    const chosen = items.find((item) => item.label.endsWith(label));
    if (!chosen) throw new Error(`no row "${label}" among ${items.map((item) => item.label).join(', ')}`);
    return Promise.resolve(chosen);
  };
}

/** Answers the next plain question for a text, without showing it, unless the question refuses the text. */
export function answerText(text: string): void {
  const window = vscode.window as { showInputBox: unknown };
  const original = window.showInputBox;
  window.showInputBox = async (options: vscode.InputBoxOptions) => {
    window.showInputBox = original;
    const problem = await options.validateInput?.(text);
    if (problem) throw new Error(typeof problem === 'string' ? problem : problem.message);
    return text;
  };
}

export const keys = {
  down: () => vscode.commands.executeCommand('workbench.action.quickOpenSelectNext'),
  enter: () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
  escape: () => vscode.commands.executeCommand('workbench.action.closeQuickOpen'),
};

/** Moves down from the first row to the one with this label, as it is shown, and presses Enter. */
export async function choose(pick: vscode.QuickPick<vscode.QuickPickItem>, label: string): Promise<void> {
  const rows = pick.items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
  const index = rows.findIndex((row) => row.label.endsWith(label));
  if (index < 0) throw new Error(`no row "${label}" among ${rows.map((row) => row.label).join(', ')}`);
  for (let at = 0; at < index; at++) await keys.down();
  await keys.enter();
}

type Create = 'createQuickPick' | 'createInputBox';

function nextShown<T extends vscode.QuickInput>(create: Create): Promise<T> {
  const window = vscode.window as unknown as Record<Create, () => T>;
  const original = window[create];
  return new Promise((resolve) => {
    window[create] = () => {
      window[create] = original;
      const input = original();
      const show = input.show.bind(input);
      input.show = () => {
        show();
        resolve(input);
      };
      return input;
    };
  });
}
