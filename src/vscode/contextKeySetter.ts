/** Tells the editor the context keys that differ from what it was told last. */
import * as vscode from 'vscode';

/** Sets keys, given without their `stageRunner.` prefix. Each key belongs to one of those who call this. */
export function contextKeySetter(): (keys: Readonly<Record<string, boolean>>) => void {
  const told = new Map<string, boolean>();
  return (keys) => {
    for (const [key, value] of Object.entries(keys)) {
      if (told.get(key) === value) continue;
      told.set(key, value);
      void vscode.commands.executeCommand('setContext', `stageRunner.${key}`, value);
    }
  };
}
