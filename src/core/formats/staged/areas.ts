/** Where a number means one stage: among the live stages, in a workstream, in an archive. */
import { group } from '../../group';
import { type NamedStage, type Resolve, resolver } from '../../scheduleNames';
import { type StageFile, stageFiles, stepName } from './files';
import type { StagedProfile } from './names';
import type { StagedTree, StageFolder } from './tree';

export interface Area {
  /** In order, with those of other areas that may be named in this one at the end. */
  readonly nameable: readonly StageFolder[];
  readonly folders: readonly StageFolder[];
  /** By `StageFolder.numberKey`. */
  readonly numbers: ReadonlyMap<string, readonly StageFolder[]>;
  readonly resolve: Resolve;
}

export interface Areas {
  /** Every stage by its key. */
  readonly byKey: ReadonlyMap<string, StageFolder>;
  readonly live: Area;
  readonly workstreams: ReadonlyMap<string, Area>;
  readonly archives: ReadonlyMap<string, Area>;
}

const known = new WeakMap<StagedTree, Areas>();

/**
 * The areas of a tree; the same tree gives the same ones.
 * @param before an earlier tree of the same root: where the same stages and steps can be named, they are looked up as there
 */
export function areasOf(tree: StagedTree, profile: StagedProfile, before?: StagedTree): Areas {
  const areas = known.get(tree) ?? buildAreas(tree, profile, before && known.get(before));
  known.set(tree, areas);
  return areas;
}

function buildAreas(
  { stages, workstreams }: StagedTree,
  profile: StagedProfile,
  before: Areas | undefined,
): Areas {
  const away = group(stages, ({ archive }) => archive);
  const inside = group(stages, ({ workstream }) => workstream);
  const own = stages.filter(({ archive, workstream }) => archive === undefined && workstream === undefined);
  const live = group(own, ({ numberKey }) => numberKey);
  const others = [...away.values()]
    .flat()
    .filter(({ numberKey }) => numberKey === undefined || !live.has(numberKey));
  const area = (
    old: Area | undefined,
    folders: readonly StageFolder[],
    also: readonly StageFolder[],
  ): Area => {
    const nameable = [...folders, ...also];
    const resolve =
      old && sameNames(old.nameable, nameable, profile)
        ? old.resolve
        : resolver(nameable.map((folder) => namedStage(folder, profile)));
    return { nameable, folders, numbers: group(folders, ({ numberKey }) => numberKey), resolve };
  };
  const areas = (old: Areas['archives'] | undefined, groups: ReadonlyMap<string, readonly StageFolder[]>) =>
    new Map([...groups].map(([name, folders]) => [name, area(old?.get(name), folders, [])]));
  return {
    byKey: new Map(stages.map((folder) => [folder.key, folder])),
    // A live stage may also wait for one that was put away.
    live: area(before?.live, own, others),
    workstreams: areas(
      before?.workstreams,
      new Map(workstreams.map((name) => [name, inside.get(name) ?? []])),
    ),
    archives: areas(before?.archives, away),
  };
}

function sameNames(
  left: readonly StageFolder[],
  right: readonly StageFolder[],
  profile: StagedProfile,
): boolean {
  if (left.length !== right.length) return false;
  return left.every((one, at) => {
    const other = right[at];
    if (one === other || other === undefined) return one === other;
    const stems = (folder: StageFolder) => plansIn(folder, profile).map(({ stem }) => stem);
    return one.key === other.key && stems(one).join('/') === stems(other).join('/');
  });
}

function plansIn(folder: StageFolder, profile: StagedProfile): StageFile[] {
  return stageFiles(folder, profile).filter(({ kind }) => kind === 'plan');
}

/** Its steps are named when somebody asks for them. */
function namedStage(folder: StageFolder, profile: StagedProfile): NamedStage {
  const { key, name, number } = folder;
  return {
    key,
    name,
    ...(number === undefined ? {} : { number }),
    get steps() {
      return plansIn(folder, profile).map(({ stem, id }) => {
        const { own } = stepName(id, number);
        return { key: `${key}/${stem}`, stem, ...(own === undefined ? {} : { number: own }) };
      });
    },
  };
}
