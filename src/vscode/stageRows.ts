/** The rows of stages, of their batches and of their documents. */
import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { Proof } from '../core/plan';
import type { PlanView, StageView } from '../core/status';
import { stageIcon } from './rowIcons';
import type { Content, RowContext } from './rows';
import { namedRow } from './stepRows';
import { proofTooltip, stageTooltip } from './tooltips';
import { batchState, capital, stageLabel, stageWords, verdictWords } from './stageWords';

type L10n = Pick<typeof vscode.l10n, 't'>;

export function stageRow(stage: StageView, view: PlanView, { l10n }: RowContext): Content {
  const busy = stage.steps.some(({ status }) => status === 'running' || status === 'waiting');
  const open = stage === view.firstUnfinished || busy;
  return {
    label: stageLabel(stage),
    description: stageWords(stage, l10n),
    icon: stageIcon(stage),
    tooltip: () => stageTooltip(stage, view.plan.terms, l10n),
    context: 'stage',
    children: isEmpty(stage) ? 'none' : open && !view.plan.readOnly ? 'expanded' : 'collapsed',
    click: undefined,
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
    description: `${batch.done}/${batch.total} · ${batchState(batch.state, l10n)}`,
    icon: { id: 'group-by-ref-type' },
    tooltip: () => '',
    context: 'batch',
    children: batch.state === 'active' ? 'expanded' : 'collapsed',
    click: undefined,
  };
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
