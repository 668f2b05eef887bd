/** The stages of a plan, each assembled again only when something that it rests on changed. */
import { join, sep } from 'node:path';
import type { Problem, Stage } from '../plan';
import type { StagedSource } from './stagedDigests';
import { finishedIn } from './stagedFinished';
import { type Area, areaOf, areasOf, localOf, scheduleOf } from './stagedFolders';
import { listedStages } from './stagedListed';
import type { LocalStage } from './stagedLocal';
import { compareNumbers, numberKey, type StagedProfile } from './stagedNames';
import { type AreaDocuments, archivedOverview, areaDocuments } from './stagedRoot';
import { stagedStage } from './stagedStage';
import type { StagedTree, StageFolder } from './stagedTree';

/** Live stages with those that only the overview names among them, workstreams, and the archives that are opened. */
export function stagesOf(tree: StagedTree, source: StagedSource, profile: StagedProfile): Stage[] {
  const reading = new Reading(tree, source, profile);
  const archives = tree.archives.filter((archive) => source.opened.has(archive));
  return [
    ...reading.live('', ''),
    ...tree.workstreams.flatMap((name) => reading.live(`workstream ${name}`, `workstreams/${name}/`)),
    ...archives.flatMap((archive) => reading.archived(archive)),
  ];
}

class Reading {
  private readonly areas: ReadonlyMap<string, Area>;
  private readonly folders: ReadonlyMap<string, StageFolder>;

  constructor(
    private readonly tree: StagedTree,
    private readonly source: StagedSource,
    private readonly profile: StagedProfile,
  ) {
    this.areas = areasOf(tree);
    this.folders = new Map(tree.stages.map((folder) => [folder.key, folder]));
  }

  live(name: string, path: string): Stage[] {
    const documents = areaDocuments(path, this.source, this.profile);
    const stages = this.in(name).map((folder) => this.stage(folder, documents));
    const there = new Set(
      this.tree.stages
        .filter((folder) => areaOf(folder) === name || (name === '' && folder.archive !== undefined))
        .flatMap(({ number }) => (number === undefined ? [] : [numberKey(number)])),
    );
    const listed = listedStages(documents.overview, documents.state, there, path, this.profile);
    if (listed.length === 0) return stages;
    return [...stages, ...listed].sort((left, right) => compareNumbers(left.number, right.number));
  }

  archived(archive: string): Stage[] {
    const overview =
      archivedOverview(archive, this.source, this.profile) ??
      areaDocuments('', this.source, this.profile).overview;
    return this.in(`archive ${archive}`).map((folder) => this.stage(folder, { overview, state: undefined }));
  }

  private in(name: string): StageFolder[] {
    return this.tree.stages.filter((folder) => areaOf(folder) === name);
  }

  private stage(folder: StageFolder, { overview, state }: AreaDocuments): Stage {
    const { source, profile } = this;
    const area = this.areas.get(areaOf(folder));
    if (area === undefined) throw new Error(`The area of ${folder.path} is missing.`);
    const local = localOf(folder, source, profile);
    const schedule = scheduleOf(local, area.resolve, profile);
    const others = new Map<string, LocalStage>();
    const unread = this.unread(folder);
    const mine = state?.stage !== undefined && sameStage(state.stage, folder) ? state : undefined;
    for (const { target } of [...schedule.dependencies.values()].flat()) {
      const other = target && target.stage !== folder.key ? this.folders.get(target.stage) : undefined;
      if (other) others.set(other.key, localOf(other, source, profile));
    }
    const inputs = [local, schedule, overview, mine, ...others.values(), ...unread];
    const known = assembled.get(folder);
    if (known && same(known.inputs, inputs)) return known.stage;
    const finished = finishedIn(local, schedule, (key) => others.get(key), profile);
    const stage = stagedStage(local, {
      root: source.root,
      profile,
      overview,
      state: mine,
      schedule,
      finished,
      twins: area.twins(folder),
      unread,
    });
    assembled.set(folder, { inputs, stage });
    return stage;
  }

  /** What went wrong with the files of a folder. */
  private unread({ path }: StageFolder): Problem[] {
    const { problems, root } = this.source;
    if (problems.length === 0) return [];
    const folder = join(root, path);
    return problems.filter(({ file }) => file === folder || file.startsWith(folder + sep));
  }
}

interface Assembled {
  readonly inputs: readonly unknown[];
  readonly stage: Stage;
}

const assembled = new WeakMap<StageFolder, Assembled>();

function same(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((one, at) => one === right[at]);
}

function sameStage(number: string, folder: StageFolder): boolean {
  return folder.number !== undefined && numberKey(number) === numberKey(folder.number);
}
