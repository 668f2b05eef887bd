import * as vscode from 'vscode';
import { NOBODY_CHOSE, promptsLeft } from '../../core/formats/prompts/run/next';
import type { PlanView } from '../../core/status';
import type { StageStore } from '../store';
import { stageLabel, stageWords } from '../stageWords';
import type { CommandDeps } from './command';
import { chooseSteps } from './promptSelection';
import { stageOfNode, type ChosenStage } from './stageTargets';
import { asNode, choosePlanToSee, pickOne } from './targets';
import { isTrusted } from './trust';

/** Shows what a run of a stage of prompts, or of a selection, would do: batches, markers and commands. Touches nothing. */
export async function dryRun(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const title = vscode.l10n.t('Show a dry run of which prompts?');
  const view = await choosePlanToSee(deps.store, target, title, ({ plan }) => plan.format === 'prompts');
  if (view === undefined) return;
  if (view.plan.format !== 'prompts') {
    const message = vscode.l10n.t('A dry run is there for folders of prompts alone.');
    void vscode.window.showInformationMessage(message);
    return;
  }
  const chosen = await stageToShow(deps.store, target, view, title);
  if (chosen === undefined) return;
  const steps = await chooseSteps(chosen);
  if (steps === undefined) return;
  const address = { kind: 'dryRun', plan: view.plan.id, stage: chosen.stage.key, ...steps } as const;
  await deps.documents.showPlanPage(address, vscode.l10n.t('Dry run of {0}', view.plan.title));
}

/** That of the row, else of those with prompts that are left; where none has any, the page says so. */
async function stageToShow(
  store: StageStore,
  target: unknown,
  plan: PlanView,
  title: string,
): Promise<ChosenStage | undefined> {
  const own = stageOfNode(store, asNode(target));
  if (own) return own;
  const wanted = { chosen: undefined, choices: NOBODY_CHOSE };
  const open = plan.stages.filter((stage) => promptsLeft(stage, wanted).length > 0);
  const stages = open.length > 0 ? open : plan.stages.slice(0, 1);
  const stage = await pickOne(stages, title, (one) => ({
    label: one.title === '' ? plan.plan.title : stageLabel(one),
    description: stageWords(one, plan.plan.terms, vscode.l10n),
  }));
  return stage && { plan, stage };
}
