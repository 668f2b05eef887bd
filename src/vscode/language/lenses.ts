/** What stands above a plan file: how its step stands, and what can be done about it. */
import type * as vscode from 'vscode';
import { capital } from '../../core/capital';
import type { Plan } from '../../core/plan';
import type { StepView } from '../../core/status';
import type { TreeNode } from '../nodes';
import { statusWords } from '../words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface Lens {
  readonly title: string;
  /** A command's id without its prefix; it is given the step's row. */
  readonly command: string;
  readonly target: TreeNode;
}

export interface LensContext {
  readonly now: Date;
  readonly trusted: boolean;
  readonly l10n: L10n;
}

export function lensesOf(view: StepView, plan: Plan, { now, trusted, l10n }: LensContext): Lens[] {
  const target: TreeNode = { kind: 'step', plan: view.plan, step: view.step.key };
  const lens = (title: string, command: string): Lens => ({ title, command, target });
  const canRun = trusted && !plan.readOnly;
  return [
    lens(statusWords(view, now, l10n), 'reveal'),
    ...(view.gates.length > 0 && trusted ? [lens(l10n.t('Answer Gate'), 'answerGate')] : []),
    ...(canRun && view.next === 'runStep' ? [lens(l10n.t('Run'), 'runStep')] : []),
    ...(canRun && view.next === 'resume' ? [lens(l10n.t('Resume'), 'resume')] : []),
    ...(view.step.handoff ? [lens(capital(plan.terms.handoff), 'openHandoff')] : []),
  ];
}
