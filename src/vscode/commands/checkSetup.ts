import * as vscode from 'vscode';
import { setupItems, type SetupItem } from '../../core/doctor';
import { agentProfiles, findAgents, launcherOf } from '../agents';
import { agentSetting, checkSetting } from '../settings';
import type { CommandDeps } from './command';
import { applyFix, fixWords } from './setupFix';

type Row = vscode.QuickPickItem & { readonly item: SetupItem };

/** Looks at git, the folders, their checks and the agents; a list of what was found, each with what to do about it. */
export async function checkSetup(deps: CommandDeps): Promise<void> {
  const location = vscode.ProgressLocation.Window;
  const title = vscode.l10n.t('Checking the setup…');
  const items = await vscode.window.withProgress({ location, title }, () => found(deps));
  const problems = items.filter(({ state }) => state === 'problem').length;
  const chosen = await vscode.window.showQuickPick(items.map(asRow), {
    title:
      problems === 0 ? vscode.l10n.t('Setup: no problem') : vscode.l10n.t('Setup: problems: {0}', problems),
    placeHolder: vscode.l10n.t('Enter does what the row offers'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (chosen?.item.fix) await applyFix(deps, chosen.item.fix);
}

async function found({ extensionPath, storage }: CommandDeps): Promise<SetupItem[]> {
  const { examine } = await import('../../node/doctor');
  const trusted = vscode.workspace.isTrusted;
  // Each agent's program is started and asked for its version.
  const agents = trusted ? await findAgents(extensionPath) : [];
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
    name,
    path: uri.fsPath,
    fallback: storage,
    agent: agentSetting(uri.fsPath),
    checkSetting: checkSetting.bind(undefined, uri.fsPath),
  }));
  const facts = await examine({
    trusted,
    launcher: launcherOf(extensionPath),
    remote: vscode.env.remoteName ?? '',
    env: process.env,
    agents,
    settingProblems: agentProfiles(extensionPath).problems,
    folders,
  });
  return setupItems(facts, vscode.l10n);
}

/** State and offer are words as well as a shape: a screen reader reads label and description. */
function asRow(item: SetupItem): Row {
  const icon = { problem: '$(error)', note: '$(info)', ok: '$(check)' }[item.state];
  const state = {
    problem: vscode.l10n.t('problem'),
    note: vscode.l10n.t('note'),
    ok: vscode.l10n.t('fine'),
  }[item.state];
  const description = item.fix ? `${state} · ${fixWords(item.fix)}` : state;
  return { label: `${icon} ${item.title}`, description, detail: item.detail, item };
}
