/** A plan's folder that was found: its files as far as they were read, and the plan that its format makes of them. */
import { join } from 'node:path';
import { byText, type Commits, type PlanFormat, type PlanSource } from '../../core/formats/format';
import type { Plan } from '../../core/plan';
import type { KeptDigest, KeptDigests } from './keptDigests';
import { relist, type Listed } from './listing';
import type { PlanFiles } from './planFiles';
import type { FoundRoot, RootPlace } from './root';
import { RootFiles, type Freshness } from './rootFiles';
import type { Work } from './work';

export interface OpenRootParts {
  readonly files: PlanFiles;
  /** What a person's own settings say to formats. */
  readonly settings: ReadonlyMap<string, string> | undefined;
  /** Digests of an earlier window. */
  readonly kept: () => KeptDigests | undefined;
}

export class OpenRoot {
  readonly place: RootPlace;
  readonly format: PlanFormat;
  private listed: Listed;
  private readonly read: RootFiles;
  private opened: ReadonlySet<string> = new Set();
  private commits: Commits | undefined;
  private wanted: Wanted = NOTHING_WANTED;
  private made: Plan | undefined;
  /** Something that the plan is made of is another than when it was made: only these files, where nothing else is. */
  private stale = true;
  private changes: Set<string> | undefined;

  constructor(
    found: FoundRoot,
    private readonly parts: OpenRootParts,
  ) {
    const { files, kept } = parts;
    const { place, format, listed } = found;
    [this.place, this.format, this.listed] = [place, format, listed];
    this.read = new RootFiles({ root: place.root, boundary: place.boundary, format, files, kept });
  }

  /** The plan as last made; the same object as long as nothing it is made of changed. */
  get plan(): Plan {
    if (this.made === undefined) throw new Error(`The plan ${this.place.root} was not read yet.`);
    return this.made;
  }

  get found(): FoundRoot {
    return { place: this.place, format: this.format, listed: this.listed };
  }

  /** Takes in a listing that was made anew. */
  relisted(listed: Listed): void {
    if (this.listed !== listed) this.changedAsAWhole();
    this.listed = listed;
  }

  /** Opens archives, so that the next read has their stages. */
  open(keys: readonly string[]): void {
    if (keys.every((key) => this.opened.has(key))) return;
    this.opened = new Set([...this.opened, ...keys]);
    this.changedAsAWhole();
  }

  /** Opens every archive; whether there was one that was not open. */
  openAll(): boolean {
    const keys = (this.plan.archives ?? []).map(({ key }) => key).filter((key) => !this.opened.has(key));
    this.open(keys);
    return keys.length > 0;
  }

  /** The same array as before stands for the same commits. */
  knowCommits(commits: Commits): void {
    if (this.commits !== commits) this.changedAsAWhole();
    this.commits = commits;
  }

  /** Looks at every file that is needed, and makes the plan where anything changed. */
  async check(work: Work): Promise<void> {
    await this.update(() => 'check', undefined, work);
  }

  /**
   * Takes in changes of some paths, relative to the root: of all files only those are read again.
   * @returns whether it is still a plan of its format
   */
  async change(paths: readonly string[], work: Work): Promise<boolean> {
    const { place, format } = this;
    const { folders } = this.listed;
    this.relisted(await relist(this.listed, paths, place, format, this.parts.files, work));
    if (!format.recognises(this.listed.listing)) return false;
    const changed = new Set(paths);
    const freshness = (name: string): Freshness =>
      changed.has(name) ? 'again' : isIn(name, changed) ? 'check' : 'known';
    await this.update(freshness, paths.some((path) => folders.has(`${path}/`)) ? undefined : paths, work);
    return true;
  }

  /** How many digests were made since it was last asked. */
  newDigests(): number {
    const { digested } = this.read;
    this.read.digested = 0;
    return digested;
  }

  /** Every digest with what tells whether its file changed. */
  *digests(): Generator<KeptDigest> {
    const { id: format, digest: maker } = this.format;
    const { root } = this.place;
    if (maker === undefined) return;
    for (const [name, { digest }] of this.read.digests) {
      const state = this.read.states.get(name);
      if (state === undefined || this.read.failures.has(name)) continue;
      const { size, mtimeMs } = state;
      yield { file: join(root, name), format, version: maker.version, size, mtimeMs, digest };
    }
  }

  /** @param only with the listing as it was, the only paths that may be another than before; absent when any may */
  private async update(
    freshness: (name: string) => Freshness,
    only: readonly string[] | undefined,
    work: Work,
  ): Promise<void> {
    const { format, read, listed } = this;
    const before = this.wanted;
    const same = before.listed === listed;
    if (!same) await work.freshSlice();
    const first = same ? before.first : await collected(format.reads(listed.listing), work);
    const few =
      same && only ? [...only.filter((name) => read.has(name)), ...read.failures.keys()] : undefined;
    work.needs(few?.length ?? first.size);
    await this.take(few ?? first, freshness, work);
    const asked =
      format.reads.length > 1
        ? [...(await collected(format.reads(listed.listing, this.source()), work))]
        : [];
    const later = areSame(asked, before.later) ? before.later : asked;
    const unchanged = same && later === before.later;
    if (few === undefined || !unchanged) {
      const besides = later.filter((name) => !first.has(name));
      work.needs(besides.length);
      await this.take(besides, freshness, work);
    }
    if (!unchanged && read.keepOnly(new Set([...first, ...later]))) this.changedAsAWhole();
    this.wanted = { listed, first, later };
    if (!this.stale) return;
    const source = this.source();
    const pieces = isSmall(this.changes) ? undefined : format.prepare?.(source);
    if (pieces) await work.through(pieces);
    await work.freshSlice();
    this.made = format.read(source);
    this.changes = new Set();
    this.stale = false;
  }

  private async take(
    names: Iterable<string>,
    freshness: (name: string) => Freshness,
    work: Work,
  ): Promise<void> {
    const { links } = this.listed;
    for (const name of names) {
      if (work.due) await work.pause();
      if (this.read.take(name, freshness(name), links.has(name))) {
        this.changes?.add(name);
        this.stale = true;
      }
      work.tick();
    }
  }

  private changedAsAWhole(): void {
    this.changes = undefined;
    this.stale = true;
  }

  private source(): PlanSource {
    const { place, listed, read, opened, commits, changes } = this;
    const { settings } = this.parts;
    const problems = [...listed.problems, ...read.failures.values()];
    return {
      root: place.root,
      folder: place.folder,
      listing: listed.listing,
      files: read.texts,
      digests: read.digests,
      opened,
      ...(changes && { changed: changes }),
      ...(commits !== undefined && { commits }),
      ...(settings && { settings }),
      problems: problems.sort((left, right) => byText(left.file, right.file)),
    };
  }
}

/** The files that a plan needed when it was last made. */
interface Wanted {
  readonly listed: Listed | undefined;
  /** What the listing alone asks for, and what is asked for once those are read. */
  readonly first: ReadonlySet<string>;
  readonly later: readonly string[];
}

const NOTHING_WANTED: Wanted = { listed: undefined, first: new Set(), later: [] };

async function collected(names: Iterable<string>, work: Work): Promise<Set<string>> {
  const all = new Set<string>();
  for (const name of names) {
    if (work.due) await work.pause();
    all.add(name);
  }
  return all;
}

/** So few changes that what follows from them takes less than a slice. */
function isSmall(changes: ReadonlySet<string> | undefined): boolean {
  return changes !== undefined && changes.size <= 20;
}

function areSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

/** Whether a path, or a folder that it lies in, is among these. */
function isIn(path: string, paths: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (paths.has(path.slice(0, end))) return true;
  }
  return false;
}
