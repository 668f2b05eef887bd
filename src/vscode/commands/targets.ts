/** What a command is about: the row it was called from, the only candidate, or the one that a person picks. */
import * as vscode from 'vscode';
import type { Plan } from '../../core/plan';
import type { PlanView, StepView } from '../../core/status';
import type { TreeNode } from '../nodes';
import type { StageStore } from '../store';
import { refusal } from '../stageWords';
import { statusWords } from '../words';

/** A row's node, or `undefined` when the command came from the palette, a key or a message. */
export function asNode(target: unknown): TreeNode | undefined {
  if (typeof target !== 'object' || target === null || !('kind' in target) || !('plan' in target))
    return undefined;
  // Rows are the only objects with these two that the editor hands to our commands.
  return target as TreeNode;
}

/** The step that a row belongs to; `undefined` for rows of plans and stages, and when the map has it no more. */
export function stepOfNode(store: StageStore, node: TreeNode | undefined): StepView | undefined {
  return node && 'step' in node ? store.step(node.plan, node.step) : undefined;
}

export interface StepQuestion {
  readonly title: string;
  /** Which steps may be picked; a row's own step is taken without asking. */
  readonly fits: (view: StepView) => boolean;
  /** Said when no step fits. */
  readonly none: string;
  /** The command runs or changes something: a plan that is only shown is refused, with words. */
  readonly changes?: true;
}

/** The step to act on, or `undefined` when there is none (which is said) or nobody picked one. */
export async function chooseStep(
  store: StageStore,
  target: unknown,
  question: StepQuestion,
): Promise<StepView | undefined> {
  await store.whenReady;
  const node = asNode(target);
  const own = stepOfNode(store, node);
  const about = node && store.plan(node.plan)?.plan;
  if (question.changes && about && refused(about)) return undefined;
  if (own) return own;
  const plans = store.map.plans.filter(
    ({ plan }) => (!node || plan.id === node.plan) && !(question.changes && refusal(plan, vscode.l10n)),
  );
  const steps = plans.flatMap((plan) => plan.steps).filter(question.fits);
  if (steps.length === 0) {
    // Where no plan can be run at all, that is the reason, not that there is nothing to do.
    const [first] = plans.length === 0 ? store.map.plans : [];
    if (!first || !refused(first.plan)) void vscode.window.showInformationMessage(question.none);
    return undefined;
  }
  return pickOne(steps, question.title, (view) => stepItem(store, view));
}

/** Whether nothing in a plan is run, resumed or set; says so. */
export function refused(plan: Plan): boolean {
  const words = refusal(plan, vscode.l10n);
  if (words !== undefined) void vscode.window.showInformationMessage(words);
  return words !== undefined;
}

/** The plan to run: the row's, the only one that fits, or the one that a person picks. */
export async function choosePlan(
  store: StageStore,
  target: unknown,
  title: string,
  fits: (view: PlanView) => boolean = () => true,
): Promise<PlanView | undefined> {
  await store.whenReady;
  const node = asNode(target);
  const own = node && store.plan(node.plan);
  if (own && refused(own.plan)) return undefined;
  if (node) return own;
  const runnable = store.map.plans.filter(({ plan }) => refusal(plan, vscode.l10n) === undefined);
  const fitting = runnable.filter(fits);
  const plans = fitting.length > 0 ? fitting : runnable;
  if (plans.length === 0) {
    const [first] = store.map.plans;
    if (!first || !refused(first.plan))
      void vscode.window.showInformationMessage(vscode.l10n.t('No plan was found in this workspace.'));
    return undefined;
  }
  return pickOne(plans, title, planItem);
}

/** The plan to look at, whatever may be done in it: the row's, the only one, or the one that a person picks. */
export async function choosePlanToSee(
  store: StageStore,
  target: unknown,
  title: string,
  fits: (view: PlanView) => boolean = () => true,
): Promise<PlanView | undefined> {
  await store.whenReady;
  const node = asNode(target);
  if (node) return store.plan(node.plan);
  const fitting = store.map.plans.filter(fits);
  const plans = fitting.length > 0 ? fitting : store.map.plans;
  if (plans.length === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t('No plan was found in this workspace.'));
  return pickOne(plans, title, planItem);
}

function planItem({ plan, done, total }: PlanView): vscode.QuickPickItem {
  return {
    label: plan.title,
    description: vscode.l10n.t('{0} of {1} done', done, total),
    detail: vscode.workspace.asRelativePath(plan.root, true),
  };
}

/** The workspace folder to act on; `undefined` when none is open or nobody picked one. */
export function chooseFolder(title: string): Promise<vscode.WorkspaceFolder | undefined> {
  return pickOne(vscode.workspace.workspaceFolders ?? [], title, ({ name, uri }) => ({
    label: name,
    description: uri.fsPath,
  }));
}

/** `02 Add durations`, the way steps are named in every message. */
export function stepName({ step }: StepView): string {
  return `${step.number ?? ''} ${step.title}`.trim();
}

/** The only value, or the one that a person picks. */
export async function pickOne<T>(
  values: readonly T[],
  title: string,
  item: (value: T) => vscode.QuickPickItem,
): Promise<T | undefined> {
  if (values.length < 2) return values[0];
  const items = values.map((value) => ({ ...item(value), value }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.value;
}

function stepItem(store: StageStore, view: StepView): vscode.QuickPickItem {
  const description = statusWords(view, new Date(), vscode.l10n);
  const label = stepName(view);
  if (store.map.plans.length < 2) return { label, description };
  const plan = store.plan(view.plan)?.plan;
  return {
    label,
    description,
    detail: plan ? `${plan.title} · ${vscode.workspace.asRelativePath(plan.root, true)}` : '',
  };
}
