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
