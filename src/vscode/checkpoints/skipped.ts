/** The checkpoints that runs do not have, with the reason, as their journals tell it. */
import type * as vscode from 'vscode';
import type { Run } from '../../core/run';
import type { StageMap } from '../../core/status';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** A checkpoint that an attempt at a step does not have. */
export interface SkippedCheckpoint {
  readonly run: string;
  /** Number and title. */
  readonly step: string;
  readonly attempt: number;
  readonly kind: 'before_batch' | 'after_step';
  /** ISO 8601 UTC. */
  readonly at: string;
  /** What it would have been called: "before step 02". */
  readonly name: string;
  readonly why: string;
  /** Automatic ones are paused, not only this one skipped. */
  readonly paused: boolean;
}

/** Those of the last run of each step. Where a person turned them off, none is missing. */
export function skippedCheckpoints(map: Pick<StageMap, 'plans'>, l10n: L10n): SkippedCheckpoint[] {
  return map.plans.flatMap(({ steps }) =>
    steps.flatMap(({ lastRun }) => (lastRun ? ofRun(lastRun, l10n) : [])),
  );
}

/** The run under way whose step has no checkpoint to return to, where there is one. */
export function runWithoutCheckpoint(
  { plans }: Pick<StageMap, 'plans'>,
  skipped: readonly SkippedCheckpoint[],
): SkippedCheckpoint | undefined {
  const underWay = plans
    .flatMap(({ steps }) => steps)
    .filter(({ status }) => status === 'running' || status === 'waiting');
  const live = new Set(underWay.map(({ lastRun }) => lastRun?.id));
  return skipped.find(({ run, kind }) => kind === 'before_batch' && live.has(run));
}

function ofRun({ id, header, checkpoints }: Run, l10n: L10n): SkippedCheckpoint[] {
  const { number, title } = header.step;
  return checkpoints.flatMap((mark) =>
    mark.state !== 'skipped' || mark.code === 'off'
      ? []
      : {
          run: id,
          step: `${number} ${title}`.trim(),
          attempt: header.attempt,
          kind: mark.kind,
          at: mark.at,
          name:
            mark.kind === 'before_batch'
              ? l10n.t('before step {0}', number || title)
              : l10n.t('after step {0}', number || title),
          why: mark.detail,
          paused: mark.code === 'paused',
        },
  );
}
