/** Stage folders read and scheduled, each once as long as none of its files changed. */
import { resolver, type Resolve } from '../scheduleNames';
import { type Schedule, scheduleStage } from '../schedule';
import type { StagedSource } from './stagedDigests';
import { stepName } from './stagedFiles';
import { localStage, type LocalStage } from './stagedLocal';
import { numberKey, type StagedProfile } from './stagedNames';
import { type StagedTree, type StageFolder } from './stagedTree';

interface Known {
  readonly inputs: readonly unknown[];
  readonly local: LocalStage;
}

const locals = new WeakMap<StageFolder, Known>();

/** A stage's folder as its files show it; the same object as long as none of them changed. */
export function localOf(folder: StageFolder, source: StagedSource, profile: StagedProfile): LocalStage {
  const known = locals.get(folder);
  if (known !== undefined && folder.files.every((file, at) => known.inputs[at] === input(file.path, source)))
    return known.local;
  const local = localStage(folder, source, profile);
  locals.set(folder, { inputs: folder.files.map((file) => input(file.path, source)), local });
  return local;
}

function input(name: string, { digests, files }: StagedSource): unknown {
  return digests.get(name) ?? files.get(name);
}

const schedules = new WeakMap<LocalStage, { readonly resolve: Resolve; readonly schedule: Schedule }>();

export function scheduleOf(local: LocalStage, resolve: Resolve, profile: StagedProfile): Schedule {
  const known = schedules.get(local);
  if (known?.resolve === resolve) return known.schedule;
  const steps = local.steps.map(({ key, file, digest }) => ({
    key,
    file,
    ...(digest?.batch === undefined ? {} : { batch: digest.batch }),
    dependsOn: digest?.dependsOn ?? [],
    files: digest?.files ?? [],
  }));
  const { step, stage, batch } = profile.terms;
  const words = { step, stage, batch, dependsOn: 'depends_on' };
  const schedule = scheduleStage(local.folder.key, steps, resolve, words);
  schedules.set(local, { resolve, schedule });
  return schedule;
}

/** Where a number means one stage: the live stages, a workstream, an archive. */
export function areaOf({ archive, workstream }: StageFolder): string {
  if (archive !== undefined) return `archive ${archive}`;
  return workstream === undefined ? '' : `workstream ${workstream}`;
}

export interface Area {
  readonly resolve: Resolve;
  /** Other folders with the same number. */
  twins(folder: StageFolder): readonly StageFolder[];
}

const areas = new WeakMap<StagedTree, ReadonlyMap<string, Area>>();

/** The areas of a tree. Live stages may also name one that was put away. */
export function areasOf(tree: StagedTree): ReadonlyMap<string, Area> {
  const known = areas.get(tree) ?? buildAreas(tree);
  areas.set(tree, known);
  return known;
}

function buildAreas({ stages }: StagedTree): ReadonlyMap<string, Area> {
  const folders = new Map<string, StageFolder[]>();
  for (const folder of stages) add(folders, areaOf(folder), folder);
  return new Map(
    [...folders].map(([name, own]) => {
      const numbers = new Map<string, StageFolder[]>();
      for (const folder of own) {
        if (folder.number !== undefined) add(numbers, numberKey(folder.number), folder);
      }
      const away = stages.filter(
        ({ archive, number }) =>
          name === '' && archive !== undefined && !(number !== undefined && numbers.has(numberKey(number))),
      );
      const twins = (folder: StageFolder) =>
        (numbers.get(numberKey(folder.number ?? '')) ?? []).filter((other) => other !== folder);
      return [name, { resolve: resolver([...own, ...away].map(namedStage)), twins }];
    }),
  );
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

function namedStage(folder: StageFolder) {
  const { key, name, number, files } = folder;
  return {
    key,
    name,
    ...(number === undefined ? {} : { number }),
    steps: files
      .filter(({ kind }) => kind === 'plan')
      .map(({ stem, id }) => {
        const { own } = stepName(id, number);
        return { key: `${key}/${stem}`, stem, ...(own === undefined ? {} : { number: own }) };
      }),
  };
}
