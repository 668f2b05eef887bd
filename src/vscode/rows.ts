/** What a row of the Stage Map says, as values: `tree.ts` turns them into tree items, the tests read them as text. */
import type * as vscode from 'vscode';
import type { Gate } from '../core/gateRecord';
import type { PlanView, StageMap } from '../core/status';
import { archiveRow, documentsRow, hintRow, planFileRow, planRow } from './planRows';
import { findPlan, findStage, placeOf } from './mapIndex';
import { nodeId, type TreeNode } from './nodes';
import type { RowIcon } from './rowIcons';
import { batchRow, stageFileRow, stageRow, stageRunRow } from './stageRows';
import { checkpointRow, documentRow, gateRow, runRow, stepFileRow, stepRow } from './stepRows';

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** Markdown, foreign text escaped; never trusted. */
  readonly tooltip: string;
  readonly accessibility: string;
  /** Space-separated tokens that the menus' `when` clauses look for. */
  readonly context: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** A file to open, or one of our commands, called with the node. */
  readonly click: { readonly open: string } | { readonly command: string } | undefined;
}

export interface RowContext {
  readonly map: StageMap;
  readonly now: Date;
  readonly l10n: Pick<typeof vscode.l10n, 't'>;
  /** The name of a plan's workspace folder, where there is more than one folder. */
  folderName(folder: string): string | undefined;
}

/** A row before its id and its spoken label, which follow from the rest; its tooltip is made when it is asked for. */
export type Content = Omit<Row, 'id' | 'accessibility' | 'tooltip'> & {
  readonly tooltip: () => string;
  /** What is spoken after label and description. */
  readonly position?: readonly string[];
};

/** The row of a node; `undefined` when the node is not in the map any more. */
export function rowOf(node: TreeNode, context: RowContext): Row | undefined {
  const view = findPlan(context.map, node.plan);
  const content = view && contentOf(node, view, context);
  if (content === undefined) return undefined;
  const { tooltip, position = [], ...shown } = content;
  const spoken = [shown.label, ...shown.description.split(' · ').filter((part) => part !== ''), ...position];
  return {
    ...shown,
    id: nodeId(node),
    accessibility: spoken.join(', '),
    get tooltip() {
      return tooltip();
    },
  };
}

function contentOf(node: TreeNode, view: PlanView, context: RowContext): Content | undefined {
  switch (node.kind) {
    case 'plan':
      return planRow(view, context);
    case 'hint':
      return hintRow(view, node.hint, context.now, context.l10n);
    case 'archive':
      return archiveRow(view, node.archive, context.l10n);
    case 'documents':
      return documentsRow(view, context.l10n);
    case 'stage':
    case 'batch': {
      const stage = findStage(view, node.stage);
      if (stage === undefined) return undefined;
      return node.kind === 'stage'
        ? stageRow(stage, view, context)
        : batchRow(stage, node.batch, view, context);
    }
    case 'file':
      return fileRow(node, view, context);
    default:
      return stepContent(node, view, context);
  }
}

function fileRow(
  node: Extract<TreeNode, { kind: 'file' }>,
  view: PlanView,
  context: RowContext,
): Content | undefined {
  if ('stage' in node) {
    const stage = findStage(view, node.stage);
    return stage && stageFileRow(stage, node.file, view, context.l10n);
  }
  if (!('step' in node)) return planFileRow(view, node.file);
  const place = placeOf(view, node.step);
  return place && stepFileRow(place.view, node.file);
}

type StepNode = Extract<TreeNode, { kind: 'step' | 'document' | 'gate' | 'run' | 'checkpoint' }>;

function stepContent(node: StepNode, view: PlanView, context: RowContext): Content | undefined {
  if ('stage' in node) return stageContent(node, view, context);
  const place = placeOf(view, node.step);
  if (node.kind === 'gate') return gateContent(node.gate, view, place?.view.gates, context);
  if (place === undefined) return undefined;
  switch (node.kind) {
    case 'step':
      return stepRow(place, view, context);
    case 'document':
      return documentRow(node.document, place.view, view, context.l10n);
    case 'run':
      return runRow(place.view, context);
    case 'checkpoint':
      return checkpointRow(node.of, place.view, context);
  }
}

function stageContent(
  node: Extract<StepNode, { stage: string }>,
  view: PlanView,
  context: RowContext,
): Content | undefined {
  const stage = findStage(view, node.stage);
  if (node.kind === 'gate') return gateContent(node.gate, view, stage?.lastRun?.gates, context);
  return stage?.lastRun && stageRunRow(stage.lastRun, context);
}

function gateContent(
  id: string,
  { strayGates }: PlanView,
  own: readonly Gate[] = [],
  context: RowContext,
): Content | undefined {
  const gate = [...strayGates, ...own].find((one) => one.id === id);
  return gate && gateRow(gate, context);
}
