/** What one agent may do, and the narrow grant: offered here, explained, and never on by itself. */
import * as vscode from 'vscode';
import { findAgents, type FoundAgent } from '../agents';
import { changeAgentSetting } from '../settings';
import type { CommandDeps } from './command';

/** Lists what an agent may do by default and asks at its first start; lets a person grant it its answer folder. */
export async function showAgent({ extensionPath, dialogs }: CommandDeps, id: string): Promise<void> {
  const agent = (await findAgents(extensionPath)).find((one) => one.id === id);
  if (!agent) return;
  const { granted, grant } = agent.profile;
  const change = granted
    ? vscode.l10n.t('Take the grant back')
    : vscode.l10n.t('Grant it its answer folder…');
  const items: vscode.QuickPickItem[] = [...facts(agent)];
  if (grant)
    items.push(
      { kind: vscode.QuickPickItemKind.Separator, label: vscode.l10n.t('Change') },
      {
        label: change,
        detail: granted ? vscode.l10n.t('It is back to its own defaults.') : grant.explanation,
      },
    );
  const title = vscode.l10n.t('What {0} may do', agent.title);
  const placeHolder = vscode.l10n.t('Escape leaves everything as it is');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  if (chosen?.label !== change || !grant) return;
  if (granted || (await confirmed(dialogs, agent, grant))) await changeAgentSetting(id, { grant: !granted });
}

function facts({ profile, version, problem }: FoundAgent): vscode.QuickPickItem[] {
  const separator = (label: string): vscode.QuickPickItem => ({
    kind: vscode.QuickPickItemKind.Separator,
    label,
  });
  const first = profile.firstStart.map((text) => ({ label: text }));
  return [
    separator(vscode.l10n.t('By default')),
    ...profile.permissions.map((text) => ({ label: text })),
    ...(first.length > 0 ? [separator(vscode.l10n.t('At its first start')), ...first] : []),
    separator(vscode.l10n.t('On this machine')),
    { label: version ?? problem ?? '' },
  ];
}

/** The arguments that the grant adds, with names in the place of the folders of an attempt. */
function grantWords(grant: NonNullable<FoundAgent['profile']['grant']>): string {
  const values = {
    sentence: '',
    prompt: '',
    session: '',
    answers: '<answer folder>',
    records: '<records folder>',
  };
  return (grant.argv(values) ?? []).join(' ');
}

function confirmed(
  dialogs: CommandDeps['dialogs'],
  { title }: FoundAgent,
  grant: NonNullable<FoundAgent['profile']['grant']>,
): Promise<boolean> {
  return dialogs.confirm(
    vscode.l10n.t('Let {0} write its answers without asking?', title),
    vscode.l10n.t(
      '{0}\n\nIt is started with these arguments more: {1}\n\nThis goes into your user settings (stageRunner.agents) and can be taken back here.',
      grant.explanation,
      grantWords(grant),
    ),
    vscode.l10n.t('Grant'),
  );
}
