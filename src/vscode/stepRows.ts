/** The rows of a step and of what is under it. */
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { protocolsOf } from '../core/batch/protocols';
import { isOpen } from '../core/batch/standing';
import type { Gate } from '../core/gateRecord';
import type { NamedDocument, Plan } from '../core/plan';
import type { CheckpointMark } from '../core/runCheckpoints';
import type { PlanView, StageView, StepView } from '../core/status';
import { isSuccess } from '../core/success';
import type { StepPlace } from './mapIndex';
import type { DocumentKind } from './nodes';
import { statusIcon } from './rowIcons';
import type { Content, RowContext } from './rows';
import { capital } from './stageWords';
import { checkpointBefore, checkpointWords, shownMarks } from './stepCheckpoint';
import { gateTooltip, runTooltip, stepTooltip } from './tooltips';
import { age, nodeWords, runWords, statusWords } from './words';

export function stepRow(
  { view, stage, at }: StepPlace,
  { plan }: PlanView,
  { now, l10n }: RowContext,
): Content {
  const { step } = view;
  const tokens = plan.readOnly ? shownTokens(view) : stepTokens(view, stage, plan);
  return {
    label: stepLabel(view),
    description: statusWords(view, now, l10n),
    icon: statusIcon(view),
    tooltip: () => stepTooltip(view, plan.terms, l10n),
    context: tokens.join(' '),
    children: 'collapsed',
    click: { open: step.file },
    position: [l10n.t('{0} {1} of {2}', plan.terms.step, at + 1, stage.steps.length)],
  };
}

/** The number as written in the file name, and the title. */
export function stepLabel({ step }: StepView): string {
  return step.number === undefined ? step.title : `${step.number} ${step.title}`;
}

/** Whether a person may leave a step out of the run of its stage: the run is under way, and the step not done. */
export function maySkip(view: StepView, stage: StageView | undefined): boolean {
  return stage?.lastRun?.run.phase === 'active' && isOpen(view);
}

/**
 * Whether a person may ask for the commit of a step before the checkpoint of its batch: commits are held in its format, the
 * run of its stage has carried it out and is not over, and no commit names it.
 */
export function mayCommit(
  { step, lastRun }: StepView,
  stage: StageView | undefined,
  { format }: Plan,
): boolean {
  const run = stage?.lastRun?.run;
  if (!protocolsOf(format).holdsCommits || run === undefined || run.phase === 'ended') return false;
  if (lastRun?.header.parent?.run !== run.id || !isSuccess(lastRun)) return false;
  return !step.claims?.some(({ by, means, weak }) => by === 'commit' && means === 'complete' && !weak);
}

function stepTokens(view: StepView, stage: StageView, plan: Plan): string[] {
  const underWay = view.status === 'running' || view.status === 'waiting';
  return [
    'step',
    view.status,
    ...(underWay ? ['stoppable'] : view.status === 'superseded' ? [] : ['runnable']),
    ...(view.next === 'runStep' ? ['startable'] : []),
    ...(view.next === 'resume' ? ['resumable'] : []),
    ...(maySkip(view, stage) ? ['skippable'] : []),
    ...(mayCommit(view, stage, plan) ? ['committable'] : []),
    ...(view.gates.length > 0 ? ['answerable'] : []),
    ...(view.step.handoff ? ['hasHandoff'] : []),
    ...(view.lastRun ? ['hasRun'] : []),
    ...(checkpointBefore(view) ? ['hasCheckpoint'] : []),
  ];
}

/** None of the tokens that a command which runs, resumes or sets something looks for. */
function shownTokens({ step }: StepView): string[] {
  const { evidence, handoff } = step;
  const commit = evidence && 'commit' in evidence ? evidence.commit : undefined;
  return ['readOnlyStep', ...(handoff ? ['hasHandoff'] : []), ...(commit === undefined ? [] : ['recorded'])];
}

const LEAF = { tooltip: () => '', children: 'none' } as const;

export function documentRow(
  kind: DocumentKind,
  { step }: StepView,
  { plan }: PlanView,
  l10n: Pick<typeof vscode.l10n, 't'>,
): Content | undefined {
  if (kind === 'plan')
    return {
      ...LEAF,
      label: l10n.t('Plan file'),
      description: basename(step.file),
      icon: { id: 'file' },
      context: 'document',
      click: { open: step.file },
    };
  if (step.handoff === undefined) return undefined;
  const { defects, result, file } = step.handoff;
  const verdict = defects.length === 0 ? (result ?? l10n.t('no result')) : l10n.t('not valid');
  return {
    ...LEAF,
    label: capital(plan.terms.handoff),
    description: `${verdict} · ${basename(file)}`,
    icon: { id: 'note' },
    context: 'document',
    click: { open: file },
  };
}

export function stepFileRow({ step }: StepView, file: string): Content | undefined {
  const document = step.documents?.find((one) => one.file === file);
  return document && namedRow(document);
}

/** A document by its kind and name. */
export function namedRow({ kind, file }: NamedDocument): Content {
  return {
    ...LEAF,
    label: capital(kind),
    description: basename(file),
    icon: { id: 'book' },
    context: 'document',
    click: { open: file },
  };
}

export function gateRow(gate: Gate, { now, l10n }: RowContext): Content {
  return {
    label: gate.title,
    description: [l10n.t('waiting for you'), age(gate.openedAt, now)]
      .filter((part) => part !== '')
      .join(' · '),
    icon: { id: 'bell-dot', color: 'list.warningForeground' },
    tooltip: () => gateTooltip(gate, l10n),
    context: 'gate answerable',
    children: 'none',
    click: { command: 'stageRunner.answerGate' },
  };
}

export function runRow(view: StepView, { now, l10n }: RowContext): Content | undefined {
  const run = view.lastRun;
  if (run === undefined) return undefined;
  const at = run.phase === 'active' && run.nodes[0] !== undefined ? [nodeWords(run.nodes[0])] : [];
  return {
    label: l10n.t('Run {0}', run.header.attempt),
    description: [runWords(run, view.status, l10n), ...at, run.header.agent, age(run.lastAt, now)].join(
      ' · ',
    ),
    icon: { id: 'history' },
    tooltip: () => runTooltip(run, l10n),
    context: 'run hasRun',
    children: 'none',
    click: { command: 'stageRunner.showRun' },
  };
}

export function checkpointRow(
  kind: CheckpointMark['kind'],
  view: StepView,
  { now, l10n }: RowContext,
): Content | undefined {
  const mark = shownMarks(view).find((one) => one.kind === kind);
  if (mark === undefined) return undefined;
  const taken = mark.state === 'taken';
  return {
    ...LEAF,
    label: taken ? l10n.t('Checkpoint') : l10n.t('No checkpoint'),
    description: checkpointWords(mark, now, l10n),
    icon: taken ? { id: 'git-commit' } : { id: 'warning', color: 'list.warningForeground' },
    context: taken ? 'checkpoint' : 'noCheckpoint',
    click: taken ? { command: 'stageRunner.compareCheckpoint' } : undefined,
  };
}
