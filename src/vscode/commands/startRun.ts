/** What "Run Step" and "Run Next" do once the step is known. */
import * as vscode from 'vscode';
import { policyOfStep } from '../../core/batch/protocols';
import type { StepView } from '../../core/status';
import { placeOf } from '../mapIndex';
import { chooseAgent } from './chooseAgent';
import type { CommandDeps } from './command';
import { openGate } from './answerGate';
import { stepName } from './targets';

/**
 * Starts a run of a step, unless trust, an agent or the present run of that step stands in the way; says which. Where the
 * format has it so, that is a run of its stage for this step alone.
 */
export async function startRun(deps: CommandDeps, view: StepView): Promise<void> {
  if (!(await isTrusted())) return;
  if (view.status === 'running') return tellRunning(view);
  if (view.gates[0]) return openGate(deps, view.gates[0]);
  if (view.next === 'resume' && !(await startOver(view))) return;
  const plan = deps.store.plan(view.plan);
  if (!plan || (await chooseAgent(deps, plan.plan.folder)) === undefined) return;
  const stage = placeOf(plan, view.step.key)?.stage;
  const policy = policyOfStep(plan.plan.format, view.step.key);
  if (stage && policy) await deps.runners.startStage(view.plan, stage, policy);
  else await deps.runners.start(view);
}

/** Whether running is allowed; where it is not, says so and offers the way there. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'This workspace is in Restricted Mode. Running a step starts programs that the workspace names, so it has to be trusted first.',
    ),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function tellRunning(view: StepView): Promise<void> {
  const show = vscode.l10n.t('Show Run');
  const message = vscode.l10n.t('Step {0} is being run already.', stepName(view));
  const chosen = await vscode.window.showInformationMessage(message, show);
  if (chosen === show) await vscode.commands.executeCommand('stageRunner.showRun', nodeOf(view));
}

/** A run of this step can go on: whether to start over nevertheless. Resumes it when that is chosen. */
async function startOver(view: StepView): Promise<boolean> {
  const resume = vscode.l10n.t('Resume');
  const over = vscode.l10n.t('Start Over');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The last run of step {0} can go on where it stands. Files that it changed stay as they are either way.',
      stepName(view),
    ),
    resume,
    over,
  );
  if (chosen === resume) await vscode.commands.executeCommand('stageRunner.resume', nodeOf(view));
  return chosen === over;
}

function nodeOf(view: StepView): { kind: 'step'; plan: string; step: string } {
  return { kind: 'step', plan: view.plan, step: view.step.key };
}
