import * as vscode from 'vscode';
import type { StageView, StepView } from '../../core/status';
import { placeOf } from '../mapIndex';
import { maySkip } from '../stepRows';
import type { CommandDeps } from './command';
import { chooseStep, stepName } from './targets';
import { isTrusted } from './trust';

/** Leaves a step out of the run of its stage, with a reason; what waits for the step goes on without it. */
export async function skipStep({ store, runners }: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const none = vscode.l10n.t('No step of a stage that is being run can be skipped.');
  const view = await chooseStep(store, target, {
    title: vscode.l10n.t('Skip which step?'),
    fits: (step) => maySkip(step, stageOf(step)),
    changes: true,
    none,
  });
  if (!view) return;
  const stage = stageOf(view);
  const run = stage?.lastRun?.run;
  if (run === undefined || !maySkip(view, stage)) {
    void vscode.window.showInformationMessage(none);
    return;
  }
  const reason = await askReason(view);
  if (reason !== undefined) await runners.skipStep(run, view.step.key, reason);

  function stageOf({ plan, step }: StepView): StageView | undefined {
    const of = store.plan(plan);
    return of && placeOf(of, step.key)?.stage;
  }
}

function askReason(view: StepView): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Why is {0} skipped?', stepName(view)),
    prompt: vscode.l10n.t('The reason is recorded. What waits for it goes on without it.'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' ? vscode.l10n.t('Write why: a reason is needed here.') : undefined,
  });
}
