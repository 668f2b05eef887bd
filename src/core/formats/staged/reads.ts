/** The files of a stage's folder that are read; all others are only listed. */
import { readKind } from './files';
import type { StagedProfile } from './names';
import { isDeep } from './oddSteps';
import type { StageFolder } from './tree';

const reads = new WeakMap<StageFolder, readonly string[]>();

/** Names relative to the root; the same folder gives the same ones. */
export function readIn(folder: StageFolder, profile: StagedProfile): readonly string[] {
  const known =
    reads.get(folder) ??
    folder.names.filter((name) => !isDeep(name, folder) && readKind(name, profile) !== undefined);
  reads.set(folder, known);
  return known;
}
