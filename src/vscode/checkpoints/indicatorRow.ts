/** What the checkpoint indicator of the status bar says: how old the state is that a rollback would return to. */
import type * as vscode from 'vscode';
import { plainText } from '../plainText';
import { age } from '../words';
import { latest, type SeenCheckpoints } from './seen';
import type { SkippedCheckpoint } from './skipped';
import { belongsTo, factWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface IndicatorRow {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibility: string;
  /** A run is under way without a checkpoint: shown on the warning background. */
  readonly warning: boolean;
}

/** `undefined` where there is nothing to return to and nothing to warn of, when the indicator is hidden. */
export function indicatorRow(
  { checkpoints }: Pick<SeenCheckpoints, 'checkpoints'>,
  missing: SkippedCheckpoint | undefined,
  now: Date,
  l10n: L10n,
): IndicatorRow | undefined {
  const found = latest(checkpoints);
  if (found === undefined && missing === undefined) return undefined;
  const old = found === undefined ? '' : age(found.record.created_at, now);
  const warning = missing === undefined ? [] : [missingWords(missing, l10n)];
  const back =
    found === undefined
      ? l10n.t('There is no checkpoint to return to.')
      : l10n.t(
          'A rollback would return to “{0}”: {1}.',
          plainText(found.record.name),
          [l10n.t('{0} old', old), belongsTo(found.record, l10n), ...factWords(found, l10n)]
            .filter((part) => part !== undefined)
            .map((part) => plainText(part))
            .join(', '),
        );
  const tooltip = [...warning, back].join(' ');
  return {
    text: `$(history) ${found === undefined ? l10n.t('no cp') : l10n.t('cp {0}', old)}`,
    tooltip,
    accessibility: l10n.t('Checkpoint: {0}', tooltip),
    warning: missing !== undefined,
  };
}

function missingWords({ step, why, paused }: SkippedCheckpoint, l10n: L10n): string {
  const name = plainText(step);
  return paused
    ? l10n.t(
        'Step {0} runs without a checkpoint, because automatic ones are paused: {1}',
        name,
        plainText(why, 400),
      )
    : l10n.t('Step {0} runs without a checkpoint: {1}', name, plainText(why, 400));
}
