/** What a run's journal says of its checkpoints that a person should know at once: values. */
import type * as vscode from 'vscode';
import type { Run } from '../../core/run';
import { plainText } from '../plainText';
import type { StopNotice } from '../stopNotice';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** A notice, and what makes it the same one when it comes up again. */
export interface CheckpointNotice {
  readonly key: string;
  readonly notice: StopNotice;
}

/** A record that could not be written, and that automatic checkpoints pause. One that was only skipped is in the views. */
export function checkpointNotices({ checkpoints }: Pick<Run, 'checkpoints'>, l10n: L10n): CheckpointNotice[] {
  return checkpoints.flatMap((mark): CheckpointNotice[] => {
    if (mark.state === 'taken' && mark.recordProblem !== undefined)
      return [
        {
          key: `record/${mark.id}`,
          notice: {
            severity: 'warning',
            message: l10n.t(
              'The checkpoint “{0}” exists, but its record could not be written: {1}',
              plainText(mark.name),
              plainText(mark.recordProblem, 400),
            ),
            actions: ['showCheckpoints'],
          },
        },
      ];
    if (mark.state === 'skipped' && mark.code === 'paused')
      return [
        {
          key: 'paused',
          notice: {
            severity: 'warning',
            message: plainText(`${mark.detail} ${mark.wayOut}`, 1000),
            actions: ['createCheckpoint', 'showCheckpoints'],
          },
        },
      ];
    return [];
  });
}
