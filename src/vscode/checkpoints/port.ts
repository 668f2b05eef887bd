/** The checkpoints of a folder as its runner sees them: opened with the first one that is taken. */
import type { CheckpointPort } from '../../node/host';
import { checkpointLimits, checkpointsWhen } from '../settings';
import type { CheckpointShelf } from './shelf';

/** Where there can be none, each attempt is refused with the reason. */
export function automaticCheckpoints(shelf: CheckpointShelf, folder: string): CheckpointPort {
  return {
    when: () => checkpointsWhen(folder),
    wantsMarkers: () => checkpointLimits(folder).tagPrefix !== '',
    async take(request) {
      const opened = await shelf.open(folder);
      return 'refused' in opened ? opened : opened.automatic.take(request);
    },
    async list() {
      const opened = await shelf.open(folder);
      return 'refused' in opened ? [] : opened.checkpoints.list();
    },
    async preview(id) {
      const opened = await shelf.open(folder);
      return 'refused' in opened ? opened : opened.checkpoints.preview(id);
    },
    async restore(...request) {
      const opened = await shelf.open(folder);
      if ('refused' in opened) return opened;
      return shelf.whileRestoring(() => opened.checkpoints.restore(...request));
    },
  };
}
