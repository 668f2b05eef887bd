/** What there is to go back to before a batch, as the journal tells of it. */
import type { RunEvent } from '../../events';
import type { Run } from '../../run';
import type { Marker } from '../../formats/prompts/run/outcome';
import {
  isAboutCheckpoint,
  manualPointName,
  markOfKind,
  marksAfter,
  type CheckpointMark,
} from '../../runCheckpoints';
import type { ActionContext } from '../action';
import { promptsWork } from './recorded';

/** @param events of the batch; of the run of one prompt all of them */
export function markIn(events: readonly RunEvent[]): CheckpointMark | undefined {
  return markOfKind(events.filter(isAboutCheckpoint).reduce(marksAfter, []), 'before_batch');
}

/**
 * `undefined` before the marker was made.
 * @param run that of the stage, or of one prompt that is run by itself
 * @param events of the batch
 */
export async function markerOf(
  context: ActionContext,
  { id, header }: Pick<Run, 'id' | 'header'>,
  batch: number,
  events: readonly RunEvent[],
): Promise<Marker | undefined> {
  const mark = markIn(events);
  if (mark === undefined || mark.state === 'begun') return undefined;
  const work = promptsWork(context);
  const checkpoint = mark.state === 'taken' ? await work.checkpoint(mark.id) : undefined;
  if (checkpoint !== undefined) return { checkpoint };
  if (mark.state === 'taken') return { byHand: `The checkpoint “${mark.name}” is not there any more.` };
  const name = manualPointName(header.stage && batch);
  return { byHand: (await work.kept(id, name)) ?? mark.detail };
}
