/** A graph in words: the same that the Stage Map's rows say, for the page that draws them. */
import type * as vscode from 'vscode';
import { type Graph, type GraphColumn, type GraphNode, graphOf } from '../../core/graph';
import type { GraphTarget, ShownGraph, ShownNode, Tone } from '../../core/graphMessages';
import type { Terms } from '../../core/plan';
import { plural } from '../../core/plural';
import { group } from '../../core/group';
import type { PlanView, StageView } from '../../core/status';
import { type RowIcon, stageIcon, statusIcon } from '../rowIcons';
import { capital, shownOnlyWord, stageLabel, stageWords } from '../stageWords';
import { stepLabel } from '../stepRows';
import { statusWords } from '../words';

export interface ContentContext {
  readonly now: Date;
  readonly l10n: Pick<typeof vscode.l10n, 't'>;
}

/** What the page shows of a plan, or of one of its stages. */
export function graphContent(
  view: PlanView,
  stage: StageView | undefined,
  context: ContentContext,
): ShownGraph {
  const { plan } = view;
  const { l10n } = context;
  const graph = graphOf(view, stage);
  const steps = stage !== undefined || graph.nodes.every(({ kind }) => kind === 'step');
  const target: GraphTarget = { plan: plan.id, ...(stage && { stage: stage.key }) };
  const term = plural(steps ? plan.terms.step : plan.terms.stage);
  return {
    target,
    title: stage ? stageLabel(stage) : plan.title,
    summary: summary(view, stage, context),
    ...(stage && { up: l10n.t('All {0} of {1}', plural(plan.terms.stage), plan.title) }),
    columns: graph.columns.map((column) => heading(column, plan.terms, l10n)),
    apart: graph.columns.length === 0 ? '' : l10n.t('Wait for nothing, and nothing waits for them'),
    nodes: shownNodes(graph, plan.terms, context),
    edges: graph.edges,
    empty: l10n.t('There are no {0} here.', term),
  };
}

function summary(view: PlanView, stage: StageView | undefined, { l10n }: ContentContext): string {
  if (stage) return stageWords(stage, view.plan.terms, l10n);
  const archived = (view.plan.archives ?? []).filter(({ opened }) => !opened).length;
  const parts = [
    l10n.t('{0} of {1} done', view.done, view.total),
    shownOnlyWord(view.plan, l10n),
    archived === 1 ? l10n.t('1 archive is closed') : undefined,
    archived > 1 ? l10n.t('{0} archives are closed', archived) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function heading({ by, key }: GraphColumn, terms: Terms, l10n: ContentContext['l10n']): string {
  switch (by) {
    case 'batch':
      return `${capital(terms.batch)} ${key}`;
    case 'level':
      return l10n.t('Level {0}', key);
    case 'none':
      return l10n.t('No level');
  }
}

function shownNodes({ nodes, edges, columns }: Graph, terms: Terms, context: ContentContext): ShownNode[] {
  const { l10n } = context;
  const labels = new Map(nodes.map((node) => [node.id, labelOf(node)]));
  const needs = group(edges, ({ to }) => to);
  const needed = group(edges, ({ from }) => from);
  const named = (ids: readonly string[]): string => ids.map((id) => labels.get(id) ?? id).join(', ');
  return nodes.map((node) => {
    const column = node.column === undefined ? undefined : columns[node.column];
    const before = (needs.get(node.id) ?? []).map(({ from }) => from);
    const after = (needed.get(node.id) ?? []).map(({ to }) => to);
    const [status = '', ...more] = wordsOf(node, terms, context).split(' · ');
    const words = [status, ...(node.next ? [l10n.t('next')] : []), ...more];
    const spoken = [
      labelOf(node),
      ...words,
      ...(column ? [heading(column, terms, l10n)] : []),
      ...(before.length > 0 ? [l10n.t('waits for {0}', named(before))] : []),
      ...(after.length > 0 ? [l10n.t('needed by {0}', named(after))] : []),
    ];
    return {
      id: node.id,
      ...(node.column === undefined ? {} : { column: node.column }),
      label: labelOf(node),
      words: words.join(' · '),
      ...look(node),
      spoken: spoken.filter((part) => part !== '').join(', '),
      next: node.next,
    };
  });
}

function labelOf(node: GraphNode): string {
  return node.kind === 'step' ? stepLabel(node.view) : stageLabel(node.view);
}

function wordsOf(node: GraphNode, terms: Terms, { now, l10n }: ContentContext): string {
  return node.kind === 'step' ? statusWords(node.view, now, l10n) : stageWords(node.view, terms, l10n);
}

const TONES: Readonly<Record<string, Tone>> = {
  disabledForeground: 'muted',
  'list.warningForeground': 'warning',
  'list.errorForeground': 'error',
  'testing.iconPassed': 'good',
};

/** The shape and the colour of the row's icon, and a colour of its own for what runs: nothing turns here. */
function look(node: GraphNode): Pick<ShownNode, 'shape' | 'tone'> {
  const { id, color = '' }: RowIcon = node.kind === 'step' ? statusIcon(node.view) : stageIcon(node.view);
  const busy = node.view.status === 'running' || node.view.status === 'inProgress';
  return { shape: id.replace('~spin', ''), tone: busy ? 'active' : (TONES[color] ?? 'plain') };
}
