import * as vscode from 'vscode';
import type { Run } from '../../core/run';
import type { PlanView } from '../../core/status';
import { subjectName } from '../../core/subject';
import type { TreeNode } from '../nodes';
import { capital, stageWords } from '../stageWords';
import type { StageStore } from '../store';
import { statusWords } from '../words';
import type { CommandDeps } from './command';
import { stageOfNode } from './stageTargets';
import { asNode, pickOne, stepName, stepOfNode } from './targets';

interface ShownRun {
  readonly folder: string;
  readonly run: Run;
  readonly description: string;
}

/** Shows the journal of the last run of a step or of a whole stage as a document that follows the run. */
export async function showRun({ store, documents }: CommandDeps, target: unknown): Promise<void> {
  await store.whenReady;
  const node = asNode(target);
  const step = stepOfNode(store, node);
  if (step && !step.lastRun) {
    const message = vscode.l10n.t(
      'Step {0} was not run here yet, so there is no run to show.',
      stepName(step),
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  const runs = runsOf(store, node);
  if (runs.length === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing of this workspace was run here yet.'));
  const chosen = await pickOne(runs, vscode.l10n.t('Show which run?'), ({ run, description }) => ({
    label: capital(subjectName(run.header)),
    description,
  }));
  if (!chosen) return;
  const { folder, run } = chosen;
  await documents.showRun(folder, run.id, vscode.l10n.t('Run of {0}', subjectName(run.header)));
}

/** The last run of a row's step or stage; of any other row those of its plan, and without a row all. */
function runsOf(store: StageStore, node: TreeNode | undefined): ShownRun[] {
  const step = stepOfNode(store, node);
  const stage = step ? undefined : stageOfNode(store, node)?.stage.lastRun?.run;
  const plans = store.map.plans.filter(({ plan }) => !node || plan.id === node.plan);
  const own = step?.lastRun ?? stage;
  return plans.flatMap(allRuns).filter(({ run }) => own === undefined || run.id === own.id);
}

/** Those of whole stages first: they lead to those of steps. */
function allRuns({ plan, stages, steps }: PlanView): ShownRun[] {
  const { folder, terms } = plan;
  const now = new Date();
  return [
    ...stages.flatMap((view): ShownRun[] =>
      view.lastRun
        ? [{ folder, run: view.lastRun.run, description: stageWords(view, terms, vscode.l10n) }]
        : [],
    ),
    ...steps.flatMap((view): ShownRun[] =>
      view.lastRun ? [{ folder, run: view.lastRun, description: statusWords(view, now, vscode.l10n) }] : [],
    ),
  ];
}
