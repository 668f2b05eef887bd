import * as vscode from 'vscode';
import type { StepView } from '../../core/status';
import { placeOf } from '../mapIndex';
import { mayCommit } from '../stepRows';
import type { CommandDeps } from './command';
import { stageNode, type ChosenStage } from './stageTargets';
import { chooseStep, stepName } from './targets';
import { isTrusted } from './trust';

/** Has the run of a stage ask about the commit of a step that is done, before the checkpoint of its batch. */
export async function commitStep({ store, runners }: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const none = vscode.l10n.t('No prompt of a stage that is being run is done and not committed.');
  const view = await chooseStep(store, target, {
    title: vscode.l10n.t('Commit which prompt now?'),
    fits: (step) => runHolding(step) !== undefined,
    changes: true,
    none,
  });
  if (!view) return;
  const held = runHolding(view);
  if (held === undefined) {
    void vscode.window.showInformationMessage(none);
    return;
  }
  if (await runners.commitStep(held.run, view.step.key)) await tell(view, held);

  /** The stage whose run holds the commit of a step; `undefined` where none does. */
  function runHolding(step: StepView): Held | undefined {
    const plan = store.plan(step.plan);
    const stage = plan && placeOf(plan, step.step.key)?.stage;
    const run = stage?.lastRun?.run;
    return plan && stage && run && mayCommit(step, stage, plan.plan) ? { plan, stage, run } : undefined;
  }
}

interface Held extends ChosenStage {
  readonly run: NonNullable<ChosenStage['stage']['lastRun']>['run'];
}

/** One that is at rest goes on only where a person says so. */
async function tell(view: StepView, held: Held): Promise<void> {
  if (held.run.phase === 'active') {
    const message = vscode.l10n.t(
      'You are asked about the commit of {0} before the next prompt begins.',
      stepName(view),
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  const resume = vscode.l10n.t('Resume');
  const message = vscode.l10n.t(
    'You are asked about the commit of {0} as soon as the run of its stage goes on.',
    stepName(view),
  );
  if ((await vscode.window.showInformationMessage(message, resume)) === resume)
    await vscode.commands.executeCommand('stageRunner.resumeStage', stageNode(held));
}
