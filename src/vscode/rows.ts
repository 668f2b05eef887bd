/** What a row of the Stage Map says, as values: `tree.ts` turns them into tree items, the tests read them as text. */
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { Gate } from '../core/events';
import type { CheckpointMark } from '../core/runCheckpoints';
import type { PlanView, StageMap, StepView } from '../core/status';
import { findPlan, findStep, nodeId, type TreeNode } from './nodes';
import { checkpointBefore, checkpointWords, shownMarks } from './stepCheckpoint';
import { planIcon, statusIcon, type RowIcon } from './rowIcons';
import { gateTooltip, planTooltip, runTooltip, stageTooltip, stepTooltip } from './tooltips';
import { age, nodeWords, runWords, statusWords } from './words';

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

/** The row of a node; `undefined` when the node is not in the map any more. */
export function rowOf(node: TreeNode, context: RowContext): Row | undefined {
  const view = findPlan(context.map, node.plan);
  if (view === undefined) return undefined;
  const row = content(node, view, context);
  if (row === undefined) return undefined;
  const spoken = [row.label, ...row.description.split(' · ').filter((part) => part !== ''), ...row.position];
  return { ...row, id: nodeId(node), accessibility: spoken.join(', ') };
}

/** A row before its id and its spoken label, which follow from the rest. */
type Content = Omit<Row, 'id' | 'accessibility'> & { readonly position: readonly string[] };

function content(node: TreeNode, view: PlanView, context: RowContext): Content | undefined {
  if (node.kind === 'plan') return planRow(view, context);
  if (node.kind === 'stage') return stageRow(node.stage, view);
  const step = findStep(context.map, node.plan, node.step);
  if (node.kind === 'gate') {
    const gate = [...view.strayGates, ...(step?.gates ?? [])].find(({ id }) => id === node.gate);
    return gate && gateRow(gate, context);
  }
  if (step === undefined) return undefined;
  if (node.kind === 'step') return stepRow(step, view, context);
  if (node.kind === 'checkpoint') return checkpointRow(node.of, step, context);
  return node.kind === 'document' ? documentRow(node.document, step, context) : runRow(step, context);
}

function planRow(view: PlanView, context: RowContext): Content {
  const firstOpen = context.map.plans.find(({ plan, done, total }) => done < total && !plan.readOnly);
  const folder = context.folderName(view.plan.folder);
  return {
    label: view.plan.title,
    description: [`${view.done}/${view.total}`, ...(folder === undefined ? [] : [folder])].join(' · '),
    icon: planIcon,
    tooltip: planTooltip(view, context.l10n),
    context: view.plan.readOnly ? 'readOnlyPlan' : 'plan',
    children: view === firstOpen || context.map.plans.length === 1 ? 'expanded' : 'collapsed',
    click: view.plan.overview === undefined ? undefined : { open: view.plan.overview },
    position: [],
  };
}

function stageRow(key: string, view: PlanView): Content | undefined {
  const stage = view.stages.find((item) => item.key === key);
  if (stage === undefined) return undefined;
  const finished = stage.done === stage.steps.length;
  return {
    label: stage.title,
    description: [`${stage.done}/${stage.steps.length}`, stage.outcome ?? ''].filter(Boolean).join(' · '),
    icon: { id: 'layers' },
    tooltip: stageTooltip(stage),
    context: 'stage',
    children: finished || view.plan.readOnly ? 'collapsed' : 'expanded',
    click: undefined,
    position: [],
  };
}

function stepRow(view: StepView, plan: PlanView, { now, l10n }: RowContext): Content {
  const { step } = view;
  const position = l10n.t('{0} {1} of {2}', plan.plan.terms.step, plan.steps.indexOf(view) + 1, plan.total);
  return {
    label: stepLabel(view),
    description: statusWords(view, now, l10n),
    icon: statusIcon(view),
    tooltip: stepTooltip(view, l10n),
    context: (plan.plan.readOnly ? readOnlyTokens(view) : stepTokens(view)).join(' '),
    children: 'collapsed',
    click: { open: step.file },
    position: [position],
  };
}

/** The number as written in the file name, and the title. */
export function stepLabel({ step }: StepView): string {
  return step.number === undefined ? step.title : `${step.number} ${step.title}`;
}

function stepTokens(view: StepView): string[] {
  const underWay = view.status === 'running' || view.status === 'waiting';
  return [
    'step',
    view.status,
    ...(underWay ? ['stoppable'] : ['runnable']),
    ...(view.next === 'runStep' ? ['startable'] : []),
    ...(view.next === 'resume' ? ['resumable'] : []),
    ...(view.gates.length > 0 ? ['answerable'] : []),
    ...(view.step.handoff ? ['hasHandoff'] : []),
    ...(view.lastRun ? ['hasRun'] : []),
    ...(checkpointBefore(view) ? ['hasCheckpoint'] : []),
  ];
}

/** None of the tokens that a command which runs, resumes or sets something looks for. */
function readOnlyTokens(view: StepView): string[] {
  const { evidence, handoff } = view.step;
  const commit = evidence && 'commit' in evidence ? evidence.commit : undefined;
  return ['readOnlyStep', ...(handoff ? ['hasHandoff'] : []), ...(commit === undefined ? [] : ['recorded'])];
}

function documentRow(kind: 'plan' | 'handoff', view: StepView, { l10n }: RowContext): Content | undefined {
  const { step } = view;
  const shared = { tooltip: '', context: 'document', children: 'none', position: [] } as const;
  if (kind === 'plan') {
    return {
      ...shared,
      label: l10n.t('Plan file'),
      description: basename(step.file),
      icon: { id: 'file' },
      click: { open: step.file },
    };
  }
  if (step.handoff === undefined) return undefined;
  const { defects, result, file } = step.handoff;
  const verdict = defects.length === 0 ? (result ?? l10n.t('no result')) : l10n.t('not valid');
  return {
    ...shared,
    label: l10n.t('Handoff'),
    description: `${verdict} · ${basename(file)}`,
    icon: { id: 'note' },
    click: { open: file },
  };
}

function gateRow(gate: Gate, { now, l10n }: RowContext): Content {
  return {
    label: gate.title,
    description: [l10n.t('waiting for you'), age(gate.openedAt, now)]
      .filter((part) => part !== '')
      .join(' · '),
    icon: { id: 'bell-dot', color: 'list.warningForeground' },
    tooltip: gateTooltip(gate, l10n),
    context: 'gate answerable',
    children: 'none',
    click: { command: 'stageRunner.answerGate' },
    position: [],
  };
}

function runRow(view: StepView, { now, l10n }: RowContext): Content | undefined {
  const run = view.lastRun;
  if (run === undefined) return undefined;
  const at = run.phase === 'active' && run.nodes[0] !== undefined ? [nodeWords(run.nodes[0])] : [];
  return {
    label: l10n.t('Run {0}', run.header.attempt),
    description: [runWords(run, view.status, l10n), ...at, run.header.agent, age(run.lastAt, now)].join(
      ' · ',
    ),
    icon: { id: 'history' },
    tooltip: runTooltip(run, l10n),
    context: 'run hasRun',
    children: 'none',
    click: { command: 'stageRunner.showRun' },
    position: [],
  };
}

function checkpointRow(
  kind: CheckpointMark['kind'],
  view: StepView,
  { now, l10n }: RowContext,
): Content | undefined {
  const mark = shownMarks(view).find((one) => one.kind === kind);
  if (mark === undefined) return undefined;
  const taken = mark.state === 'taken';
  return {
    label: taken ? l10n.t('Checkpoint') : l10n.t('No checkpoint'),
    description: checkpointWords(mark, now, l10n),
    icon: taken ? { id: 'git-commit' } : { id: 'warning', color: 'list.warningForeground' },
    tooltip: '',
    context: taken ? 'checkpoint' : 'noCheckpoint',
    children: 'none',
    click: taken ? { command: 'stageRunner.compareCheckpoint' } : undefined,
    position: [],
  };
}
