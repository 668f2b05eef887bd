/** The way back of a batch on the page of a stage's run: the checkpoint before it, and that a person went that way. */
import type { TakenBack } from './batch/record';
import type { RunEvent } from './events';
import { inline, time } from './reportText';
import { isAboutCheckpoint, markOfKind, marksAfter } from './runCheckpoints';

/** @param events from the batch's beginning to that of the next one */
export function checkpointText(events: readonly RunEvent[]): string[] {
  const mark = markOfKind(events.filter(isAboutCheckpoint).reduce(marksAfter, []), 'before_batch');
  switch (mark?.state) {
    case undefined:
      return [];
    case 'begun':
      return ['The checkpoint before it is being taken.'];
    case 'taken':
      return [`The way back is the checkpoint “${inline(mark.name)}” of ${time(mark.at)}.`];
    case 'skipped':
      return [`There is no checkpoint before it: ${inline(mark.detail)} ${inline(mark.wayOut)}`.trim()];
  }
}

export function takenBackText(takenBack: TakenBack | undefined): string[] {
  if (takenBack === undefined) return [];
  const { by, checkpoint, at } = takenBack;
  return [`${inline(by)} went back to “${inline(checkpoint)}” at ${time(at)}: what came after it is undone.`];
}
