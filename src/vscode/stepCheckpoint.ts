/** The checkpoints of a step's last run, as its journal has them. */
import type * as vscode from 'vscode';
import type { CheckpointMark } from '../core/runCheckpoints';
import { latestMarks, markOfKind } from '../core/runCheckpoints';
import type { StepView } from '../core/status';
import { when } from './when';
import { age } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export type ShownMark = Extract<CheckpointMark, { state: 'taken' | 'skipped' }>;

/** The id of the checkpoint that was taken before the last run. */
export function checkpointBefore({ lastRun }: Pick<StepView, 'lastRun'>): string | undefined {
  const mark = lastRun && markOfKind(lastRun.checkpoints, 'before_batch');
  return mark?.state === 'taken' ? mark.id : undefined;
}

/** The checkpoints that the last run has, and those that it should have: not the ones that nobody asked for. */
export function shownMarks({ lastRun }: Pick<StepView, 'lastRun'>): ShownMark[] {
  return latestMarks(lastRun?.checkpoints ?? []).filter(
    (mark): mark is ShownMark => mark.state === 'taken' || (mark.state === 'skipped' && mark.code !== 'off'),
  );
}

/** One line for each of them. */
export function checkpointLines(view: Pick<StepView, 'lastRun'>, l10n: L10n): string[] {
  return shownMarks(view).map((mark) => lineOf(mark, l10n));
}

function lineOf(mark: ShownMark, l10n: L10n): string {
  if (mark.state === 'skipped') return l10n.t('No checkpoint: {0}', mark.detail);
  return l10n.t('Checkpoint: {0}', [mark.name, when(mark.at), ...leftOut(mark, l10n)].join(', '));
}

/** What the row of a checkpoint says of it. */
export function checkpointWords(mark: ShownMark, now: Date, l10n: L10n): string {
  if (mark.state === 'skipped') return mark.detail;
  return [mark.name, age(mark.at, now), ...leftOut(mark, l10n)].join(' · ');
}

function leftOut(mark: Extract<ShownMark, { state: 'taken' }>, l10n: L10n): string[] {
  return mark.leftOut === 0 ? [] : [l10n.t('{0} left out', mark.leftOut)];
}
