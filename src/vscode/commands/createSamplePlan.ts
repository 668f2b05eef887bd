import { join } from 'node:path';
import * as vscode from 'vscode';
import { createSample, isEmptyFolder } from '../../node/samplePlan';
import type { CommandDeps } from './command';
import { chooseFolder } from './targets';
import { isTrusted } from './trust';

/** Puts the sample into a workspace folder, or into an empty folder that is then opened. Overwrites nothing. */
export async function createSamplePlan(deps: CommandDeps): Promise<void> {
  if (!isTrusted()) return;
  const folder = await chooseFolder(vscode.l10n.t('Create the sample plan in which folder?'));
  if (folder) await inWorkspace(deps, folder);
  else if (!vscode.workspace.workspaceFolders?.length) await inNewFolder(deps);
}

async function inWorkspace(deps: CommandDeps, folder: vscode.WorkspaceFolder): Promise<void> {
  const result = await createSample(sampleOf(deps), folder.uri.fsPath);
  if ('inTheWay' in result) {
    const choose = vscode.l10n.t('Choose an Empty Folder…');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The sample is a small project of its own, and {0} has files of the same names: {1}. Nothing was written.',
        folder.name,
        result.inTheWay.slice(0, 5).join(', '),
      ),
      choose,
    );
    if (chosen === choose) await inNewFolder(deps);
    return;
  }
  await deps.store.refresh();
  const plan = deps.store.map.plans.find((view) => view.plan.folder === folder.uri.fsPath);
  if (plan) await deps.reveal({ kind: 'plan', plan: plan.plan.id });
}

async function inNewFolder(deps: CommandDeps): Promise<void> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: vscode.l10n.t('Choose an empty folder for the sample'),
      openLabel: vscode.l10n.t('Create Sample Here'),
    })) ?? [];
  if (!chosen) return;
  if (!(await isEmptyFolder(chosen.fsPath))) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        '{0} is not empty, so nothing was written. Run “Create Sample Plan” again with an empty folder.',
        chosen.fsPath,
      ),
    );
    return;
  }
  await createSample(sampleOf(deps), chosen.fsPath);
  await vscode.commands.executeCommand('vscode.openFolder', chosen);
}

function sampleOf({ extensionPath }: CommandDeps): string {
  return join(extensionPath, 'media', 'sample');
}
