/** The stages of an open plan after a few files changed: those alone are looked at, and what waits for them. */
import type { Stage } from '../../plan';
import type { Problem } from '../../problem';
import { cyclesAcrossStages } from '../../scheduleStages';
import type { StagedSource } from './digests';
import { scheduleWords } from './folders';
import type { StagedProfile } from './names';
import { StagedStages } from './stages';
import { QUICK, type StagedTree, type StageFolder } from './tree';

/** What was assembled when the plan was last read. */
interface Last {
  readonly tree: StagedTree;
  readonly opened: ReadonlySet<string>;
  readonly stages: readonly Stage[];
  /** Where a stage stands, by its key. */
  readonly places: ReadonlyMap<string, number>;
  readonly byPath: ReadonlyMap<string, StageFolder>;
  /** By the key of a stage, the folders of those that wait for it. */
  readonly waiting: Map<string, Set<StageFolder>>;
}

const lasts = new WeakMap<StagedSource['digests'], Last>();

export interface AllStages {
  /** In order. */
  readonly stages: readonly Stage[];
  /** Steps of several stages that wait for each other: no stage's own, since each depends on the others. */
  readonly problems: readonly Problem[];
}

/** Every stage of a plan. */
export function stagesOf(tree: StagedTree, source: StagedSource, profile: StagedProfile): AllStages {
  const last = lasts.get(source.digests);
  const again = new StagedStages(tree, source, profile);
  const folders = last && changedFolders(last, tree, source);
  if (last === undefined || folders === undefined) {
    const now = remember(tree, source, again);
    return { stages: now.stages, problems: circles(now, again, profile) };
  }
  const stages = [...last.stages];
  for (const folder of folders) {
    const place = last.places.get(folder.key);
    if (place !== undefined) stages[place] = again.one(folder);
    note(last.waiting, folder, again);
  }
  lasts.set(source.digests, { ...last, stages });
  return { stages, problems: circles(last, again, profile) };
}

function remember(tree: StagedTree, source: StagedSource, all: StagedStages): Last {
  const stages = [...all.all()];
  const waiting: Last['waiting'] = new Map();
  const byPath = new Map<string, StageFolder>();
  for (const folder of tree.stages) {
    byPath.set(folder.path, folder);
    note(waiting, folder, all);
  }
  const places = new Map(stages.map(({ key }, at) => [key, at]));
  const last = { tree, opened: source.opened, stages, places, byPath, waiting };
  lasts.set(source.digests, last);
  return last;
}

function circles({ waiting }: Last, stages: StagedStages, profile: StagedProfile): Problem[] {
  const waiters = new Set([...waiting.values()].flatMap((folders) => [...folders]));
  if (waiters.size === 0) return [];
  const found = cyclesAcrossStages(
    [...waiters].map((folder) => stages.scheduled(folder)),
    scheduleWords(profile),
  );
  return [...found.values()].flat();
}

function note(waiting: Last['waiting'], folder: StageFolder, stages: StagedStages): void {
  for (const key of stages.waitsFor(folder)) {
    const folders = waiting.get(key);
    if (folders) folders.add(folder);
    else waiting.set(key, new Set([folder]));
  }
}

/** `undefined` where more than some stages' own files may be another. */
function changedFolders(
  { tree: before, opened, byPath, waiting }: Last,
  tree: StagedTree,
  source: StagedSource,
): ReadonlySet<StageFolder> | undefined {
  const { changed, problems } = source;
  if (changed === undefined || tree !== before || opened !== source.opened || problems.length > 0)
    return undefined;
  const folders = new Set<StageFolder>();
  for (const name of changed) {
    if (name.startsWith(`${QUICK}/`)) continue;
    const path = name.slice(0, name.lastIndexOf('/'));
    const folder = byPath.get(path) ?? byPath.get(path.replace(/\/plans$/, ''));
    if (folder === undefined) return undefined;
    folders.add(folder);
    for (const other of waiting.get(folder.key) ?? []) folders.add(other);
  }
  return folders;
}
