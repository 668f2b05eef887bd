/** What the actions of renn and GSD do, over the runner, git and the disk. */
import type { StagedWork } from '../../core/actions/staged/stagedWork';
import type { StageNow } from '../../core/actions/stageWork';
import { profileOf } from '../../core/formats/staged/names';
import type { Drive } from '../runner/drive';
import { editShared } from './editShared';
import { stagedPlace } from './place';
import { stageGit } from './stageGit';

/** `undefined` in runs of other formats. */
export function stagedWorkOf(drive: Pick<Drive, 'header' | 'host' | 'folder'>): StagedWork | undefined {
  const { header, host } = drive;
  if (profileOf(header.plan.format) === undefined) return undefined;
  const place = stagedPlace(drive);
  return {
    ...stageGit(header.folder),
    now: () => host.now(),
    stageNow: () => stageNow(drive),
    edit: (file, change) => editShared(place, file, change),
  };
}

/** The stage that a run is of, or that its step is in. */
export async function stageNow({
  header,
  host,
}: Pick<Drive, 'header' | 'host'>): Promise<StageNow | { readonly gone: string }> {
  const key = header.stage?.key ?? header.step.stage?.key;
  const view = await host.planNow?.(header.plan);
  const stage = view?.stages.find((one) => one.key === key);
  if (view && stage) return { plan: view.plan, stage };
  const title = header.stage ? header.step.title : header.step.stage?.title;
  return { gone: `${header.plan.title} has no ${title ?? 'such stage'} any more (${header.plan.root}).` };
}
