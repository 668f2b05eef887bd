/** The stages of a plan, each assembled again only when something that it rests on changed. */
import { join, sep } from 'node:path';
import type { Stage } from '../../plan';
import type { Problem } from '../../problem';
import type { Resolve } from '../../scheduleNames';
import type { ScheduledStage } from '../../scheduleStages';
import { type Area, type Areas, areasOf } from './areas';
import type { StagedSource } from './digests';
import { finishedIn } from './finished';
import { localOf, scheduled } from './folders';
import { listedStages } from './listed';
import type { LocalStage } from './local';
import { compareNumbers, numberKey, type StagedProfile } from './names';
import type { Overview } from './overview';
import { type AreaDocuments, archivedOverview, areaDocuments } from './root';
import { stagedStage } from './stage';
import type { WorkState } from './state';
import type { StagedTree, StageFolder } from './tree';

/** What a stage was assembled from. */
interface Assembled {
  readonly local: LocalStage;
  readonly resolve: Resolve;
  readonly overview: Overview;
  readonly state: WorkState | undefined;
  /** The stages that its steps wait for. */
  readonly others: readonly LocalStage[];
  readonly unread: boolean;
  readonly stage: Stage;
}

const assembled = new WeakMap<StageFolder, Assembled>();

export class StagedStages {
  private readonly areas: Areas;

  constructor(
    private readonly tree: StagedTree,
    private readonly source: StagedSource,
    private readonly profile: StagedProfile,
  ) {
    this.areas = areasOf(tree, profile);
  }

  /** Live stages with those that only the overview names among them, workstreams, and the archives that are opened. */
  *all(): Generator<Stage> {
    yield* this.live(this.areas.live, '', (key) => this.isAway(key));
    for (const [name, area] of this.areas.workstreams)
      yield* this.live(area, `workstreams/${name}/`, () => false);
    for (const archive of this.tree.archives)
      if (this.source.opened.has(archive)) yield* this.archived(archive);
  }

  /** One stage that has a folder. */
  one(folder: StageFolder): Stage {
    const { archive, workstream } = folder;
    const path = workstream === undefined ? '' : `workstreams/${workstream}/`;
    const documents =
      archive === undefined ? areaDocuments(path, this.source, this.profile) : this.archiveDocuments(archive);
    return this.stage(folder, this.areaOf(folder), documents);
  }

  /** The keys of the stages that steps of one wait for, as it was last assembled. */
  waitsFor(folder: StageFolder): string[] {
    return (assembled.get(folder)?.others ?? []).map((other) => other.folder.key);
  }

  private *live(area: Area, path: string, isAway: (numberKey: string) => boolean): Generator<Stage> {
    const documents = areaDocuments(path, this.source, this.profile);
    const there = (key: string): boolean => area.numbers.has(key) || isAway(key);
    const { overview, state } = documents;
    const listed = listedStages(overview, state, there, path, this.profile, this.unlisted(path));
    listed.sort((left, right) => compareNumbers(left.number, right.number));
    let next = 0;
    for (const folder of area.folders) {
      for (let stage = listed[next]; stage && isBefore(stage, folder); stage = listed[next]) {
        yield stage;
        next += 1;
      }
      yield this.stage(folder, area, documents);
    }
    yield* listed.slice(next);
  }

  private *archived(archive: string): Generator<Stage> {
    const area = this.areas.archives.get(archive);
    const documents = this.archiveDocuments(archive);
    for (const folder of area?.folders ?? []) if (area) yield this.stage(folder, area, documents);
  }

  private archiveDocuments(archive: string): AreaDocuments {
    const { source, profile } = this;
    const own = archivedOverview(archive, source, profile);
    return { overview: own ?? areaDocuments('', source, profile).overview, state: undefined };
  }

  private isAway(key: string): boolean {
    return [...this.areas.archives.values()].some(({ numbers }) => numbers.has(key));
  }

  private stage(folder: StageFolder, area: Area, { overview, state }: AreaDocuments): Stage {
    const { source, profile } = this;
    const known = assembled.get(folder);
    const local = localOf(folder, source, profile);
    const mine = isAbout(state, folder) ? state : undefined;
    const unread = this.unread(folder);
    if (
      known?.local === local &&
      known.resolve === area.resolve &&
      known.overview === overview &&
      known.state === mine &&
      unread.length === 0 &&
      !known.unread &&
      known.others.every((other) => this.local(other.folder.key) === other)
    )
      return known.stage;
    const { schedule } = scheduled(local, area.resolve, profile);
    const others = new Map(schedule.waitsFor.flatMap((key) => this.named(key)));
    const stage = stagedStage(local, {
      root: source.root,
      profile,
      overview,
      state: mine,
      schedule,
      finished: finishedIn(local, schedule, (key) => others.get(key), profile),
      twin: area.numbers.get(folder.numberKey ?? '')?.find((other) => other !== folder),
      unread,
    });
    const { resolve } = area;
    assembled.set(folder, {
      local,
      resolve,
      overview,
      state: mine,
      others: [...others.values()],
      unread: unread.length > 0,
      stage,
    });
    return stage;
  }

  /** A stage as others see it when they are looked at for steps that wait for each other. */
  scheduled(folder: StageFolder): ScheduledStage {
    const local = localOf(folder, this.source, this.profile);
    return scheduled(local, this.areaOf(folder).resolve, this.profile);
  }

  private areaOf({ archive, workstream }: StageFolder): Area {
    const { live, workstreams, archives } = this.areas;
    if (archive !== undefined) return archives.get(archive) ?? live;
    return (workstream === undefined ? undefined : workstreams.get(workstream)) ?? live;
  }

  private named(key: string): [string, LocalStage][] {
    const local = this.local(key);
    return local === undefined ? [] : [[key, local]];
  }

  private local(key: string): LocalStage | undefined {
    const folder = this.areas.byKey.get(key);
    return folder && localOf(folder, this.source, this.profile);
  }

  /** Why the folders of stages are not known, where the folder around them could not be read. */
  private unlisted(path: string): string | undefined {
    const { problems, root } = this.source;
    const around = `${path}${this.profile.stages}`;
    const isClosed = problems.some(({ file }) => file === join(root, around));
    return isClosed ? `${around}/ could not be read` : undefined;
  }

  /** What went wrong with the files of a folder. */
  private unread({ path }: StageFolder): readonly Problem[] {
    const { problems, root } = this.source;
    if (problems.length === 0) return problems;
    const folder = join(root, path);
    return problems.filter(({ file }) => file === folder || file.startsWith(folder + sep));
  }
}

function isBefore({ number }: Stage, folder: StageFolder): boolean {
  return compareNumbers(number, folder.number) < 0;
}

function isAbout(state: WorkState | undefined, folder: StageFolder): boolean {
  return state?.stage !== undefined && numberKey(state.stage) === folder.numberKey;
}
