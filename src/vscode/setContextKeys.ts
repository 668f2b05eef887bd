/** Tells the editor the context keys that differ from what it was told last. */
import * as vscode from 'vscode';

const set = new Map<string, boolean>();

/** Keys without their `stageRunner.` prefix. */
export function setContextKeys(keys: Readonly<Record<string, boolean>>): void {
  for (const [key, value] of Object.entries(keys)) {
    if (set.get(key) === value) continue;
    set.set(key, value);
    void vscode.commands.executeCommand('setContext', `stageRunner.${key}`, value);
  }
}
