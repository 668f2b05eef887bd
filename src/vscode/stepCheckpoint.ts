/** The checkpoints of a step's last run, as its journal has them. */
import type * as vscode from 'vscode';
import type { CheckpointMark } from '../core/runCheckpoints';
import { markOfKind } from '../core/runCheckpoints';
import type { StepView } from '../core/status';
import { when } from './when';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** The id of the checkpoint that was taken before the last run. */
export function checkpointBefore({ lastRun }: Pick<StepView, 'lastRun'>): string | undefined {
  const mark = lastRun && markOfKind(lastRun.checkpoints, 'before_batch');
  return mark?.state === 'taken' ? mark.id : undefined;
}

/** One line for each checkpoint that the last run has or should have. */
export function checkpointLines({ lastRun }: Pick<StepView, 'lastRun'>, l10n: L10n): string[] {
  return (['before_batch', 'after_step'] as const).flatMap((kind) => {
    const mark = lastRun && markOfKind(lastRun.checkpoints, kind);
    return mark === undefined ? [] : lineOf(mark, l10n);
  });
}

function lineOf(mark: CheckpointMark, l10n: L10n): string[] {
  if (mark.state === 'begun') return [];
  if (mark.state === 'skipped') return mark.code === 'off' ? [] : [l10n.t('No checkpoint: {0}', mark.detail)];
  const leftOut = mark.leftOut === 0 ? [] : [l10n.t('{0} left out', mark.leftOut)];
  return [l10n.t('Checkpoint: {0}', [mark.name, when(mark.at), ...leftOut].join(', '))];
}
