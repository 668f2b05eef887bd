/** What the status bar says: a waiting gate before a running step before the count. */
import type * as vscode from 'vscode';
import type { StageMap } from '../core/status';
import { gateNode, type TreeNode } from './nodes';
import { stepLabel } from './stepRows';
import { nodeWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface StatusBarRow {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibility: string;
  /** A gate waits: shown on the warning background. */
  readonly warning: boolean;
  /** What a click reveals in the Stage Map. */
  readonly reveals: TreeNode | undefined;
}

/** The one item of the status bar; `undefined` without a plan that can be run, when it is hidden. */
export function statusBarRow(map: StageMap, l10n: L10n): StatusBarRow | undefined {
  if (map.plans.every(({ plan }) => plan.readOnly)) return undefined;
  return gateRow(map, l10n) ?? runningRow(map, l10n) ?? countRow(map, l10n);
}

function gateRow(map: StageMap, l10n: L10n): StatusBarRow | undefined {
  const [gate] = map.gates;
  if (gate === undefined) return undefined;
  const count = map.gates.length;
  const words = count === 1 ? l10n.t('1 gate') : l10n.t('{0} gates', count);
  const tooltip = l10n.t(
    '{0} waits for you: {1}',
    `${gate.step.number} ${gate.step.title}`.trim(),
    gate.title,
  );
  const view = map.plans.find(({ plan }) => plan.root === gate.plan.root);
  return {
    text: `$(bell-dot) ${words}`,
    tooltip,
    accessibility: `${words}. ${tooltip}`,
    warning: true,
    reveals: view && gateNode(view.plan.id, gate),
  };
}

function runningRow(map: StageMap, l10n: L10n): StatusBarRow | undefined {
  const [view] = map.running;
  if (view === undefined) return undefined;
  const node = view.node === undefined ? '' : ` · ${nodeWords(view.node)}`;
  const count = map.running.length;
  const words = count === 1 ? `${view.step.number ?? view.step.title}${node}` : l10n.t('{0} running', count);
  const tooltip = l10n.t('Running: {0}', map.running.map(stepLabel).join(', '));
  return {
    text: `$(sync~spin) ${words}`,
    tooltip,
    accessibility: `${tooltip}${node.replace(' · ', ', ')}`,
    warning: false,
    reveals: { kind: 'step', plan: view.plan, step: view.step.key },
  };
}

function countRow(map: StageMap, l10n: L10n): StatusBarRow {
  const next = map.plans.flatMap((view) => (view.next === undefined ? [] : [view.next]))[0];
  const count = l10n.t('{0} of {1} steps done', map.done, map.total);
  const tooltip = next === undefined ? count : l10n.t('{0}. Next: {1}', count, stepLabel(next));
  const [first] = map.plans;
  return {
    text: `$(list-tree) ${map.done}/${map.total}`,
    tooltip,
    accessibility: tooltip,
    warning: false,
    reveals: next
      ? { kind: 'step', plan: next.plan, step: next.step.key }
      : first && { kind: 'plan', plan: first.plan.id },
  };
}
