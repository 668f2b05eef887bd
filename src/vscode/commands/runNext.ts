import * as vscode from 'vscode';
import type { PlanView } from '../../core/status';
import type { CommandDeps } from './command';
import { startRun } from './startRun';
import { choosePlan, stepName } from './targets';

/** Runs the step that the plan's own format selects, blocked or not: its gate asks then (coyote.md 1.3). */
export async function runNext(deps: CommandDeps, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Run the next step of which plan?');
  const plan = await choosePlan(deps.store, target, title, ({ next }) => next !== undefined);
  if (!plan) return;
  if (plan.next) await startRun(deps, plan.next);
  else void vscode.window.showInformationMessage(nothingLeft(plan));
}

function nothingLeft({ plan, steps, done, total }: PlanView): string {
  const open = steps.filter(({ status }) => status !== 'done').map(stepName);
  if (total === 0) return vscode.l10n.t('“{0}” has no steps yet.', plan.title);
  if (open.length === 0) return vscode.l10n.t('All {0} steps of “{1}” are done.', total, plan.title);
  return vscode.l10n.t(
    'No step of “{0}” is left to begin: {1} of {2} are done. Look at: {3}.',
    plan.title,
    done,
    total,
    open.slice(0, 3).join(', '),
  );
}
