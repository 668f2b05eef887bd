import * as vscode from 'vscode';
import type { ResumePreview } from '../../core/resume/preview';
import type { Run } from '../../core/run';
import { resumeQuestion } from '../resumeQuestion';
import { chooseAgent } from './chooseAgent';
import type { CommandDeps } from './command';
import { isTrusted } from './startRun';
import { chooseStep, stepName } from './targets';

/** Lets the last run of a step go on where it stands. */
export async function resume(deps: CommandDeps, target: unknown): Promise<void> {
  if (!(await isTrusted())) return;
  const view = await chooseStep(deps.store, target, {
    title: vscode.l10n.t('Resume the run of which step?'),
    fits: ({ next }) => next === 'resume',
    changes: true,
    none: vscode.l10n.t('No run of this workspace can be resumed.'),
  });
  if (!view) return;
  const run = view.lastRun;
  if (run) {
    if ((await chooseAgent(deps, run.header.folder)) !== undefined) await goOn(deps, run);
  } else {
    const message = vscode.l10n.t(
      'Step {0} was not run here yet, so there is nothing to resume.',
      stepName(view),
    );
    void vscode.window.showInformationMessage(message);
  }
}

/** What the resume rests on is looked at before the run changes anything, and kept in its journal. */
async function goOn(deps: CommandDeps, run: Run): Promise<void> {
  const { store, checkpoints, runners } = deps;
  const plan = store.plan(run.header.plan.id);
  const { lookAtResume } = await import('../planPages');
  const preview = plan && (await lookAtResume(plan, store, checkpoints));
  if (preview && !(await agreed(deps, run, preview))) return;
  if (!(await runners.resume(run)) || !preview) return;
  const { recordChoice } = await import('../../node/resume/recordChoice');
  await recordChoice(await store.runStoreFor(run.header.folder), run.id, preview, new Date());
}

/** Where something is not as it was that a person decides about, nothing goes on before they have. */
async function agreed(
  { dialogs }: CommandDeps,
  { header }: Run,
  { drifts }: ResumePreview,
): Promise<boolean> {
  const step = `${header.step.number} ${header.step.title}`.trim();
  const question = resumeQuestion(step, drifts, vscode.l10n);
  if (question === undefined) return true;
  const { message, detail } = question;
  return dialogs.confirm(message, detail, vscode.l10n.t('Resume'), vscode.l10n.t('Not Now'));
}
