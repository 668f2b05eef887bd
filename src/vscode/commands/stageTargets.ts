/** Which stage a command is about: the row it was called from, the only candidate, or the one that a person picks. */
import * as vscode from 'vscode';
import type { Run } from '../../core/run';
import type { PlanView, StageView } from '../../core/status';
import { findStage, onlyStage, placeOf } from '../mapIndex';
import type { TreeNode } from '../nodes';
import { refusal, stageLabel, stageName, stageWords } from '../stageWords';
import type { StageStore } from '../store';
import { asNode, pickOne, refused } from './targets';

export interface ChosenStage {
  readonly plan: PlanView;
  readonly stage: StageView;
}

export interface StageQuestion {
  readonly title: string;
  /** Which stages may be picked; a row's own stage is taken without asking. */
  readonly fits: (stage: StageView) => boolean;
  /** Said when no stage fits. */
  readonly none: string;
}

/**
 * The stage to run or to stop, or `undefined` when there is none or its plan is only shown (which is said), or nobody
 * picked one.
 */
export async function chooseStage(
  store: StageStore,
  target: unknown,
  { title, fits, none }: StageQuestion,
): Promise<ChosenStage | undefined> {
  await store.whenReady;
  const node = asNode(target);
  const about = node && store.plan(node.plan);
  if (about && refused(about.plan)) return undefined;
  const own = stageOfNode(store, node);
  if (own) return own;
  const plans = store.map.plans.filter(
    ({ plan }) => (!node || plan.id === node.plan) && refusal(plan, vscode.l10n) === undefined,
  );
  const stages = plans.flatMap((plan) => plan.stages.filter(fits).map((stage) => ({ plan, stage })));
  if (stages.length > 0) return pickOne(stages, title, (one) => stageItem(store, one));
  // Where no plan can be run at all, that is the reason, not that there is nothing to do.
  const [first] = plans.length === 0 ? store.map.plans : [];
  if (!first || !refused(first.plan)) void vscode.window.showInformationMessage(none);
  return undefined;
}

/** The stage that a row belongs to; of the row of a plan without stages the one that is not shown. */
export function stageOfNode(store: StageStore, node: TreeNode | undefined): ChosenStage | undefined {
  const plan = node && store.plan(node.plan);
  const stage = plan && stageIn(plan, node);
  return stage && { plan, stage };
}

function stageIn(plan: PlanView, node: TreeNode): StageView | undefined {
  if ('stage' in node) return findStage(plan, node.stage);
  if ('step' in node) return placeOf(plan, node.step)?.stage;
  return node.kind === 'plan' ? onlyStage(plan) : undefined;
}

/** `phase 01 Base`, the way stages are named in every message. */
export function nameOfStage({ plan: { plan }, stage }: ChosenStage): string {
  return stageName(plan, stage);
}

/** The row of a stage as a command's target. */
export function stageNode({ plan: { plan }, stage }: ChosenStage): TreeNode {
  return { kind: 'stage', plan: plan.id, stage: stage.key };
}

function stageItem(store: StageStore, { plan: { plan }, stage }: ChosenStage): vscode.QuickPickItem {
  const label = stage.title === '' ? plan.title : stageLabel(stage);
  const description = stageWords(stage, plan.terms, vscode.l10n);
  if (store.map.plans.length < 2) return { label, description };
  return {
    label,
    description,
    detail: `${plan.title} · ${vscode.workspace.asRelativePath(plan.root, true)}`,
  };
}

/** Whether the run of a stage as a whole is under way. */
export function isAtWork({ lastRun }: StageView): boolean {
  return lastRun?.run.phase === 'active';
}

/** The stage whose run is under way, and that run; `undefined` when there is none, which is said. */
export async function atWork(
  store: StageStore,
  target: unknown,
  title: string,
): Promise<(ChosenStage & { readonly run: Run }) | undefined> {
  const none = vscode.l10n.t('No stage is being run.');
  const chosen = await chooseStage(store, target, { title, fits: isAtWork, none });
  const run = chosen?.stage.lastRun?.run;
  if (chosen && run?.phase === 'active') return { ...chosen, run };
  if (chosen) void vscode.window.showInformationMessage(none);
  return undefined;
}
