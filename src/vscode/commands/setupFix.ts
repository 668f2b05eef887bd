/** What "Check Setup" can do about an item: in words, and in deed. Nothing is done but what the row says. */
import * as vscode from 'vscode';
import type { SetupFix } from '../../core/doctor';
import { chooseAgent } from './chooseAgent';
import type { CommandDeps } from './command';
import { showAgent } from './showAgent';

export function fixWords(fix: SetupFix): string {
  switch (fix.do) {
    case 'trust':
      return vscode.l10n.t('Manage Trust');
    case 'openFolder':
      return vscode.l10n.t('Open Folder');
    case 'openAgents':
      return vscode.l10n.t('Open the setting');
    case 'chooseOther':
      return vscode.l10n.t('Open the setting of the agent');
    case 'openTerminal':
      return vscode.l10n.t('Open a terminal there');
    case 'installGit':
      return vscode.l10n.t('Open git’s download page');
    case 'reinstall':
      return vscode.l10n.t('Show the extension, to install it again');
    case 'initRepository':
      return vscode.l10n.t('Initialise a repository');
    case 'chooseAgent':
      return vscode.l10n.t('Choose an agent');
    case 'setCheck':
      return vscode.l10n.t('Open its setting');
    case 'showAgent':
      return vscode.l10n.t('What it may do');
  }
}

export async function applyFix(deps: CommandDeps, fix: SetupFix): Promise<void> {
  const run = vscode.commands.executeCommand;
  switch (fix.do) {
    case 'trust':
      await run('workbench.trust.manage');
      return;
    case 'openFolder':
      await run('workbench.action.files.openFolder');
      return;
    case 'openAgents':
      await run('workbench.action.openSettings', 'stageRunner.agents');
      return;
    case 'chooseOther':
      await run('workbench.action.openSettings', 'stageRunner.agent');
      return;
    case 'openTerminal':
      vscode.window.createTerminal({ cwd: fix.folder }).show();
      return;
    case 'installGit':
      await vscode.env.openExternal(vscode.Uri.parse('https://git-scm.com/downloads'));
      return;
    case 'reinstall':
      await run('workbench.extensions.search', '@installed stage-runner');
      return;
    case 'initRepository':
      await run('git.init');
      return;
    case 'chooseAgent':
      await chooseAgent(deps, fix.folder, 'always');
      return;
    case 'setCheck':
      await run('workbench.action.openSettings', `stageRunner.checks.${fix.check}`);
      return;
    case 'showAgent':
      await showAgent(deps, fix.agent);
  }
}
