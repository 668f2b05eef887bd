/** What the actions of renn and GSD do, over the runner, git and the disk. */
import type { StagedWork } from '../../core/actions/staged/stagedWork';
import { profileOf } from '../../core/formats/staged/names';
import type { Drive } from '../runner/drive';
import { stageNow } from '../runner/stageNow';
import { editShared } from './editShared';
import { attemptsAtWork } from './noted';
import { stagedPlace } from './place';
import { stageGit } from './stageGit';

/** `undefined` in runs of other formats. */
export function stagedWorkOf(
  drive: Pick<Drive, 'header' | 'host' | 'store' | 'folder'>,
): StagedWork | undefined {
  const { header, host } = drive;
  if (profileOf(header.plan.format) === undefined) return undefined;
  const place = stagedPlace(drive);
  return {
    ...stageGit(header.folder),
    now: () => host.now(),
    stageNow: () => stageNow(drive),
    edit: (file, change) => editShared(place, file, change, () => attemptsAtWork(drive)),
  };
}
