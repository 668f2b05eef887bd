import * as vscode from 'vscode';
import { leftItem, lossText, type SeenLeft } from '../leftWorktreeWords';
import type { CommandDeps } from './command';

/** Offers to remove the worktrees of steps that are still there and where nobody is at work, after a list and a question. */
export async function cleanUpWorktrees({ store, dialogs }: CommandDeps): Promise<void> {
  const { leftIn, removeLeftIn } = await import('../../node/isolation/leftIn');
  const done = new Set<string>();
  for (const folder of new Set(store.map.plans.map(({ plan }) => plan.folder))) {
    const found = await leftIn(folder, await store.runStoreFor(folder));
    if (found === undefined || done.has(found.top)) continue;
    done.add(found.top);
    if ('why' in found) void vscode.window.showWarningMessage(found.why);
    else {
      const chosen = await choose(found.left, dialogs);
      const problems = await removeLeftIn(folder, await store.runStoreFor(folder), chosen);
      for (const problem of problems) void vscode.window.showWarningMessage(problem);
    }
  }
}

/** The ids of those that a person wants removed. */
async function choose(left: readonly SeenLeft[], dialogs: CommandDeps['dialogs']): Promise<string[]> {
  if (left.length === 0) return [];
  const items = left.map((seen) => ({ ...leftItem(seen, vscode.l10n), seen }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDetail: true,
    title: vscode.l10n.t('Worktrees of steps that are still there: {0}', left.length),
    placeHolder: vscode.l10n.t('Choose those that may go'),
  });
  const chosen = (picked ?? []).map(({ seen }) => seen);
  if (chosen.length === 0) return [];
  const agreed = await dialogs.confirm(
    vscode.l10n.t('Remove the chosen worktrees ({0})?', chosen.length),
    lossText(chosen, vscode.l10n),
    vscode.l10n.t('Remove'),
    vscode.l10n.t('Keep Them'),
  );
  return agreed ? chosen.map(({ left: { id } }) => id) : [];
}
