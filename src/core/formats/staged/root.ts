/** The documents beside the stages: overviews, state files and hints, which of them are read, and what they give. */
import { join } from 'node:path';
import type { Hint } from '../../plan';
import type { Problem } from '../../problem';
import type { FileText } from '../format';
import { CONFIG, readConfig, type StagedConfig } from './config';
import type { StagedSource } from './digests';
import { HANDOFF, type Hinted, readPause, readWaiting, WAITING } from './hints';
import type { StagedProfile } from './names';
import { NO_OVERVIEW, type Overview, readOverview } from './overview';
import { readState, type WorkState } from './state';
import type { StagedTree } from './tree';

/** What an area's own overview and state file say. */
export interface AreaDocuments {
  readonly overview: Overview;
  readonly state: WorkState | undefined;
}

/** @param area the path that its documents' names begin with: empty, or `workstreams/<name>/` */
export function areaDocuments(area: string, source: StagedSource, profile: StagedProfile): AreaDocuments {
  const overview = read(`${area}${profile.overview}`, source, readOverview);
  return { overview: overview ?? NO_OVERVIEW, state: read(`${area}${profile.state}`, source, readState) };
}

/** What milestones are called, by version: as the overview has it, else as the list of what was shipped. */
export function milestoneNames(source: StagedSource, profile: StagedProfile): ReadonlyMap<string, string> {
  const shipped = read(profile.milestones, source, readOverview)?.milestones ?? [];
  const { overview } = areaDocuments('', source, profile);
  return new Map([...shipped, ...overview.milestones]);
}

/** The overview that was put away with an archive, where there is one. */
export function archivedOverview(
  archive: string,
  source: StagedSource,
  profile: StagedProfile,
): Overview | undefined {
  const name = archivedOverviewName(archive, new Set(source.files.keys()), profile);
  return name === undefined ? undefined : read(name, source, readOverview);
}

/** The name of an archive's overview among the names that are there. */
export function archivedOverviewName(
  archive: string,
  names: ReadonlySet<string>,
  { archivedOverviews }: StagedProfile,
): string | undefined {
  return archivedOverviews.map((end) => `milestones/${archive}${end}`).find((name) => names.has(name));
}

/** `undefined` where there is no `config.json`. */
export function configOf(source: StagedSource): StagedConfig | undefined {
  return read(CONFIG, source, readConfig);
}

/** The documents that are read whatever is opened. */
export function rootReads(tree: StagedTree, profile: StagedProfile): string[] {
  const wanted = new Set(
    ['', ...tree.workstreams.map((name) => `workstreams/${name}/`)].flatMap((area) => [
      `${area}${profile.overview}`,
      `${area}${profile.state}`,
    ]),
  );
  wanted.add(profile.milestones);
  wanted.add(CONFIG);
  if (profile.gsd) for (const name of [WAITING, HANDOFF]) wanted.add(name);
  return tree.rootFiles.filter((name) => wanted.has(name));
}

/** What the files say that wait for somebody; only GSD has them. */
export function hintsOf(
  source: StagedSource,
  { gsd }: StagedProfile,
): { readonly hints: readonly Hint[]; readonly problems: readonly Problem[] } {
  const found: Hinted[] = gsd
    ? [read(HANDOFF, source, readPause), read(WAITING, source, readWaiting)].flatMap((one) => one ?? [])
    : [];
  return {
    hints: found.flatMap(({ hint }) => hint ?? []),
    problems: found.flatMap(({ problem }) => problem ?? []),
  };
}

function read<T>(
  name: string,
  { files, root }: StagedSource,
  reader: (text: FileText, file: string) => T,
): T | undefined {
  const text = files.get(name);
  return text && reader(text, join(root, name));
}
