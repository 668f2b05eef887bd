import * as vscode from 'vscode';
import type { WritableMark } from '../../core/formats/format';
import type { StatusChange, StepView } from '../../core/status';
import { stepUnderWay } from '../../core/underWay';
import type { CommandDeps } from './command';
import { chooseStep, stepName } from './targets';
import { isTrusted } from './trust';

/** Writes a step's status into its plan file, after a reason and a confirmation, and logs who did so and when. */
export async function setStatus(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const view = await chooseStep(deps.store, target, {
    title: vscode.l10n.t('Set the status of which step?'),
    fits: () => true,
    changes: true,
    none: vscode.l10n.t('No step was found in this workspace.'),
  });
  const refusal = view && refused(deps, view);
  if (refusal !== undefined) return void vscode.window.showWarningMessage(refusal);
  const to = view && (await pickMark(view));
  if (!to) return;
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Set the status of {0} to “{1}”', stepName(view), to),
    prompt: vscode.l10n.t('Why? The reason is kept in the log of this repository.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Write why.') : undefined),
  });
  if (reason === undefined || !(await confirmed(deps, view, to, reason))) return;
  const problem = await write(deps, view, to, reason);
  if (problem !== undefined) void vscode.window.showWarningMessage(problem);
}

async function pickMark({ step }: StepView): Promise<WritableMark | undefined> {
  const marks: readonly (vscode.QuickPickItem & { label: WritableMark })[] = [
    { label: 'pending', detail: vscode.l10n.t('Nobody has begun it: “Run Next” may choose it.') },
    { label: 'in-progress', detail: vscode.l10n.t('Begun and not finished: “Run Next” chooses it first.') },
    {
      label: 'complete',
      detail: vscode.l10n.t('Finished: “Run Next” passes over it. Nothing is checked or approved by this.'),
    },
  ];
  const items = marks.map((mark) =>
    mark.label === step.mark ? { ...mark, description: vscode.l10n.t('now') } : mark,
  );
  const title = vscode.l10n.t('Set the status in {0}', vscode.workspace.asRelativePath(step.file, true));
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}

/** Only these keep the status of a step in its file (coyote.md 1.2). */
const STEP_PLANS = 'coyote';

/** While a run is under way its agent may change nothing of the plan, so what changes would be put back as the agent's. */
function refused({ store }: CommandDeps, { plan }: StepView): string | undefined {
  const planView = store.plan(plan);
  if (planView && planView.plan.format !== STEP_PLANS)
    return vscode.l10n.t(
      'In this plan no status is written: what is done is told by its own files, such as the {0} of each {1}.',
      planView.plan.terms.handoff,
      planView.plan.terms.step,
    );
  const busy = planView && stepUnderWay(planView);
  return (
    busy &&
    vscode.l10n.t(
      'Step {0} of this plan is being run, so no status was changed. Wait for its end, or stop it with “Stop”, and try again.',
      stepName(busy),
    )
  );
}

function confirmed(
  { dialogs }: CommandDeps,
  view: StepView,
  to: WritableMark,
  reason: string,
): Promise<boolean> {
  return dialogs.confirm(
    vscode.l10n.t('Set the status of step {0} to “{1}”?', stepName(view), to),
    vscode.l10n.t(
      '{0} changes from “{1}” to “{2}”. Nothing is run and nothing is checked.\nReason: {3}',
      vscode.workspace.asRelativePath(view.step.file, true),
      view.step.markText,
      to,
      reason,
    ),
    vscode.l10n.t('Set Status'),
  );
}

/** The change itself; gives what stood in its way, when something did. */
async function write(
  deps: CommandDeps,
  view: StepView,
  to: WritableMark,
  reason: string,
): Promise<string | undefined> {
  const { store, runners } = deps;
  const { plan, step } = view;
  const folder = store.plan(plan)?.plan.folder;
  if (folder === undefined)
    return vscode.l10n.t('The plan is not in this workspace any more; nothing was changed.');
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === step.file);
  if (open?.isDirty)
    return vscode.l10n.t('{0} has unsaved changes; nothing was changed. Save it and try again.', step.file);
  const dataFolder = await store.dataFolderFor(folder);
  const entry: StatusChange = {
    schema_version: 1,
    at: new Date().toISOString(),
    by: await runners.who(folder),
    plan,
    step: step.key,
    from: step.markText,
    to,
    reason,
  };
  // A run may have begun while the person was asked.
  const refusal = refused(deps, view);
  if (refusal !== undefined) return refusal;
  const { writeStatus } = await import('../../node/writeStatus');
  const problem = await writeStatus(step.file, to, dataFolder, entry);
  await store.refresh();
  return problem;
}
