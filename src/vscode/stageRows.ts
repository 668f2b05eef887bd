/** The rows of stages, of their batches and of their documents. */
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { hasGapSteps } from '../core/batch/standing';
import type { Proof } from '../core/plan';
import type { PlanView, StageRun, StageView } from '../core/status';
import { stopReason } from '../core/stops';
import { stageIcon } from './rowIcons';
import type { Content, RowContext } from './rows';
import { namedRow } from './stepRows';
import { proofTooltip, runTooltip, stageTooltip } from './tooltips';
import { batchWords, capital, runStateName, stageLabel, stageWords, verdictWords } from './stageWords';
import { age } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export function stageRow(stage: StageView, view: PlanView, { l10n }: RowContext): Content {
  const busy =
    isUnderWay(stage) || stage.steps.some(({ status }) => status === 'running' || status === 'waiting');
  const open = stage === view.firstUnfinished || busy;
  return {
    label: stageLabel(stage),
    description: stageWords(stage, view.plan.terms, l10n),
    icon: stageIcon(stage),
    tooltip: () => stageTooltip(stage, view.plan.terms, l10n),
    context: ['stage', ...stageTokens(stage)].join(' '),
    children: isEmpty(stage) ? 'none' : open && !view.plan.readOnly ? 'expanded' : 'collapsed',
    click: undefined,
  };
}

/** Whether something of it can be run now. */
export function isRunnable({ next }: StageView): boolean {
  return next === 'runStage' || next === 'resumeStage';
}

/** Whether steps of it that close gaps can be run now. */
export function canCloseGaps(stage: StageView): boolean {
  return isRunnable(stage) && hasGapSteps(stage.steps);
}

function isUnderWay({ lastRun }: StageView): boolean {
  return lastRun?.run.phase === 'active';
}

/** What the menus of a stage's row, or of the row of a plan without stages, look for. */
export function stageTokens(stage: StageView): string[] {
  const { lastRun, next } = stage;
  return [
    ...(next === 'runStage' ? ['stageStartable'] : []),
    ...(next === 'resumeStage' ? ['stageResumable'] : []),
    ...(isRunnable(stage) ? ['stageRunnable'] : []),
    ...(canCloseGaps(stage) ? ['gapsRunnable'] : []),
    ...(isUnderWay(stage) && lastRun?.state !== 'interrupted' ? ['stageStoppable'] : []),
    ...(lastRun && lastRun.gates.length > 0 ? ['answerable'] : []),
    ...(lastRun ? ['hasRun'] : []),
  ];
}

export function stageRunRow({ run, state }: StageRun, { now, l10n }: RowContext): Content {
  const words = run.stop ? stopReason(run.stop.code).title.toLowerCase() : runStateName(state, l10n);
  return {
    label: l10n.t('Run {0}', run.header.attempt),
    description: [words, run.header.agent, age(run.lastAt, now)].filter((part) => part !== '').join(' · '),
    icon: { id: 'history' },
    tooltip: () => runTooltip(run, l10n),
    context: 'run hasRun',
    children: 'none',
    click: { command: 'stageRunner.showRun' },
  };
}

function isEmpty({ stage, steps }: StageView): boolean {
  return steps.length === 0 && stage.audit?.proof === undefined && (stage.documents ?? []).length === 0;
}

export function batchRow(
  stage: StageView,
  key: string,
  { plan }: PlanView,
  { l10n }: RowContext,
): Content | undefined {
  const batch = stage.batches.find((one) => one.key === key);
  if (batch === undefined) return undefined;
  return {
    label: `${capital(plan.terms.batch)} ${key}`,
    description: batchWords(batch, l10n),
    icon: { id: 'group-by-ref-type' },
    tooltip: () => '',
    context: ['batch', ...(batch.state === 'active' ? stageTokens(stage).filter(isForBatch) : [])].join(' '),
    children: batch.state === 'active' ? 'expanded' : 'collapsed',
    click: undefined,
  };
}

/** The batch that comes next is run by running its stage. */
function isForBatch(token: string): boolean {
  return token === 'stageRunnable' || token === 'stageStoppable';
}

export function stageFileRow(
  { stage }: StageView,
  file: string,
  view: PlanView,
  l10n: L10n,
): Content | undefined {
  const proof = stage.audit?.proof;
  if (proof?.file === file) return proofRow(proof, view, l10n);
  const document = stage.documents?.find((one) => one.file === file);
  return document && namedRow(document);
}

function proofRow(proof: Proof, { plan }: PlanView, l10n: L10n): Content {
  const parts = [verdictWords(proof, l10n), proof.score ?? '', basename(proof.file)];
  return {
    label: capital(plan.terms.proof ?? l10n.t('proof')),
    description: parts.filter((part) => part !== '').join(' · '),
    icon: { id: 'verified' },
    tooltip: () => proofTooltip(proof, l10n),
    context: 'document',
    children: 'none',
    click: { open: proof.file },
  };
}
