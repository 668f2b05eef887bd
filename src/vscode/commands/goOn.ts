/** What every command that resumes a run does once the run is known. */
import * as vscode from 'vscode';
import type { StagePolicy } from '../../core/batch/policy';
import type { ResumePreview } from '../../core/resume/preview';
import type { Run } from '../../core/run';
import { resumeQuestion } from '../resumeQuestion';
import type { CommandDeps } from './command';

/**
 * What the resume rests on is looked at before the run changes anything, and kept in its journal.
 * @param policy how the run of a stage goes on, where that is another than before
 */
export async function goOn(deps: CommandDeps, run: Run, policy?: StagePolicy): Promise<void> {
  const { store, checkpoints, runners } = deps;
  const plan = store.plan(run.header.plan.id);
  const { lookAtResume } = await import('../planPages');
  const preview = plan && (await lookAtResume(plan, store, checkpoints, run));
  if (preview && !(await agreed(deps, run, preview))) return;
  if ((await runners.resume(run, policy)) && preview) {
    // At once: what the run does next comes after it in the journal.
    const { recordChoice } = await import('../../node/resume/recordChoice');
    await recordChoice(await store.runStoreFor(run.header.folder), run.id, preview, new Date());
  }
  await store.whenShown();
}

/** Where something is not as it was that a person decides about, nothing goes on before they have. */
async function agreed(
  { dialogs }: CommandDeps,
  { header }: Run,
  { drifts }: ResumePreview,
): Promise<boolean> {
  const question = resumeQuestion(header, drifts, vscode.l10n);
  if (question === undefined) return true;
  const { message, detail } = question;
  return dialogs.confirm(message, detail, vscode.l10n.t('Resume'), vscode.l10n.t('Not Now'));
}
