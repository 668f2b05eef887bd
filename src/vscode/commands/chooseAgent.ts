/** Which agent runs steps: asked once, remembered in the user's settings. */
import * as vscode from 'vscode';
import { findAgents } from '../agents';
import type { CommandDeps } from './command';
import { agentSetting, rememberAgent } from '../settings';

/**
 * The id of the agent for a folder. Asks when none is chosen yet, or always when told so; `undefined` when nobody
 * chose one.
 */
export async function chooseAgent(
  { extensionPath }: CommandDeps,
  folder: string,
  ask: 'once' | 'always' = 'once',
): Promise<string | undefined> {
  const present = agentSetting(folder);
  if (present !== '' && ask === 'once') return present;
  const agents = await findAgents(extensionPath);
  const installed = agents.filter(({ version }) => version !== undefined);
  const items = [
    ...installed.filter(({ id }) => id !== 'sample'),
    ...installed.filter(({ id }) => id === 'sample'),
  ].map(({ id, title, byDefault }) => ({
    id,
    label: title,
    description: id === present ? vscode.l10n.t('{0} · chosen now', id) : id,
    detail: byDefault,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which agent runs the steps?'),
    placeHolder: vscode.l10n.t(
      'Asked once. The setting stageRunner.agent keeps it; agents that are not installed are not listed.',
    ),
    ignoreFocusOut: true,
  });
  if (chosen) await rememberAgent(folder, chosen.id);
  return chosen?.id;
}
