/** The extension as the tests inside the editor meet it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StageMap } from '../../src/core/status';
import type { Internals } from '../../src/extension';

export interface Activated {
  readonly internals: Internals;
  /** Absolute path of the workspace folder that the tests run in. */
  readonly folder: string;
}

/** The extension, once its first map is there. */
export async function activated(): Promise<Activated> {
  const extension = vscode.extensions.getExtension<Internals>('stage-runner.stage-runner');
  assert.ok(extension, 'the extension is installed');
  const internals = await extension.activate();
  await internals.store.whenReady;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder, 'the tests run in a workspace folder');
  return { internals, folder };
}

/** Resolves when the map is as wanted; the time-out of the test ends a wait in vain. */
export function mapWhere({ store }: Internals, passes: (map: StageMap) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (map: StageMap): void => {
      if (!passes(map)) return;
      stop();
      resolve();
    };
    const stop = store.onDidChange(look);
    look(store.map);
  });
}
