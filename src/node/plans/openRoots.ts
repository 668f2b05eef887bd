/** Every plan folder that is known, by its path: searched for, looked at, and followed by the paths that changed. */
import { dirname, join, relative, sep } from 'node:path';
import type { Commits, PlanFormat } from '../../core/formats/format';
import { isWithin } from '../../core/isWithin';
import type { Plan } from '../../core/plan';
import type { Problem } from '../../core/problem';
import { findRoots } from './findRoots';
import type { FolderFilter } from './folderFilter';
import type { KeptDigests } from './keptDigests';
import { OpenRoot } from './openRoot';
import type { PlanFiles } from './planFiles';
import { isNamed, placeIn, type FoundRoot } from './root';
import { rootsToTake } from './rootsToTake';
import { outermost, searchFrom, type SearchPlace } from './searchFrom';
import type { Work } from './work';

export interface OpenRootsParts {
  readonly filters: ReadonlyMap<string, FolderFilter>;
  readonly formats: readonly PlanFormat[];
  readonly files: PlanFiles;
  /** Digests of an earlier window. */
  readonly kept: () => KeptDigests | undefined;
  readonly settings: ReadonlyMap<string, string> | undefined;
  readonly openArchives: boolean;
  readonly isIgnored: (paths: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly commits: ((folder: string) => Promise<Commits>) | undefined;
}

export class OpenRoots {
  /** Folders that could not be searched. */
  problems: readonly Problem[] = [];
  private roots = new Map<string, OpenRoot>();

  constructor(private readonly parts: OpenRootsParts) {}

  get all(): readonly OpenRoot[] {
    return [...this.roots.values()];
  }

  get plans(): Plan[] {
    return this.all.map(({ plan }) => plan);
  }

  /** Searches at these places, looks at every file of the plans there, and forgets the plans that were there before. */
  async search(places: readonly SearchPlace[], work: Work): Promise<void> {
    const { filters, formats, files, isIgnored } = this.parts;
    const others = new Set(filters.keys());
    const known = (root: string): FoundRoot | undefined => this.roots.get(root)?.found;
    const problems = this.problems.filter(({ file }) => !isAt(file, places));
    const found: FoundRoot[] = [];
    for (const { folder, from } of places) {
      const filter = filters.get(folder);
      if (filter === undefined) throw new Error(`${folder} is no workspace folder.`);
      const one = await findRoots({ folder, from, filter, others, formats, files, known, work });
      found.push(...one.roots);
      problems.push(...one.problems);
    }
    const elsewhere = this.all.map((root) => root.found).filter(({ place }) => !isAt(place.root, places));
    const unseen = this.all
      .map((root) => root.found)
      .filter(
        ({ place }) =>
          isAt(place.root, places) &&
          problems.some(({ code, file }) => code === 'read-failed' && isWithin(file, place.root)),
      );
    const wasElsewhere = new Set(elsewhere);
    const taken = await rootsToTake(
      [...elsewhere, ...found, ...unseen],
      this.parts,
      (root) => wasElsewhere.has(root),
      isIgnored,
    );
    work.throwIfAborted();
    const roots = taken.map((root) => this.opened(root));
    for (const [index, root] of roots.entries()) {
      const one = taken[index];
      if (one && !wasElsewhere.has(one)) await this.look(root, work, () => root.check(work));
    }
    this.roots = new Map(roots.map((root) => [root.place.root, root]));
    this.problems = problems;
  }

  /** Takes in changes of absolute paths: of known plans only those are read again. */
  async change(paths: readonly string[], work: Work): Promise<void> {
    const places: SearchPlace[] = [];
    for (const [root, names] of this.sorted(paths, places)) {
      const stays = await this.look(root, work, () => root.change(names, work));
      if (!stays) places.push({ folder: root.place.folder, from: placeIn(root.place) });
    }
    if (places.length > 0) await this.search(outermost(places), work);
  }

  async open(planId: string, archive: string, work: Work): Promise<void> {
    const root = this.all.find(({ plan }) => plan.id === planId);
    root?.open([archive]);
    await root?.change([], work);
  }

  /** The same root as before where it still is one, with what was read of it. */
  private opened(found: FoundRoot): OpenRoot {
    const before = this.roots.get(found.place.root);
    if (before === undefined || !isSame(before.found, found)) {
      const { files, kept, settings } = this.parts;
      return new OpenRoot(found, { files, settings, kept });
    }
    before.relisted(found.listed);
    return before;
  }

  /** Looks at a root with all that it wants to know. */
  private async look<T>(root: OpenRoot, work: Work, read: () => Promise<T>): Promise<T> {
    const { commits, openArchives } = this.parts;
    if (commits && root.format.asksCommits) root.knowCommits(await commits(root.place.folder));
    const outcome = await read();
    if (openArchives && root.openAll()) await root.change([], work);
    return outcome;
  }

  /** The changed names of each plan; every plan that looks at commits is among them. Fills where to search besides. */
  private sorted(paths: readonly string[], places: SearchPlace[]): Map<OpenRoot, string[]> {
    const sorted = new Map<OpenRoot, string[]>();
    const owners = new Map<string, OpenRoot | undefined>();
    for (const root of this.all) if (root.format.asksCommits) sorted.set(root, []);
    for (const path of paths) {
      const folder = dirname(path);
      if (!owners.has(folder)) owners.set(folder, this.owner(folder));
      const owner = owners.get(folder);
      if (owner !== undefined) {
        const names = sorted.get(owner) ?? [];
        names.push(relative(owner.place.root, path).split(sep).join('/'));
        sorted.set(owner, names);
      }
      for (const root of this.all) {
        if (!isBeside(path, root)) continue;
        sorted.set(root, [...(sorted.get(root) ?? []), relative(root.place.root, path).split(sep).join('/')]);
      }
      places.push(...this.placesFor(path, owner));
    }
    return sorted;
  }

  private placesFor(path: string, owner: OpenRoot | undefined): SearchPlace[] {
    // Nothing else lies in a folder that is a tool's own.
    if (owner && isNamed(placeIn(owner.place), this.parts.formats)) return [];
    const held = this.all.filter(({ place }) => place.root === path || place.root.startsWith(path + sep));
    const place = searchFrom(path, owner?.place.root, this.parts);
    return [
      ...held.map((root) => ({ folder: root.place.folder, from: placeIn(root.place) })),
      ...(place ? [place] : []),
    ];
  }

  /** The innermost root around a folder. */
  private owner(folder: string): OpenRoot | undefined {
    const around = this.all.filter(({ place }) => isWithin(place.root, folder));
    return around.sort((left, right) => right.place.root.length - left.place.root.length)[0];
  }
}

/** Whether a path lies in a folder that belongs to a plan though it is outside of the plan's own, or is around such a one. */
function isBeside(path: string, { place, format }: OpenRoot): boolean {
  return (format.beside ?? []).some((name) => {
    const folder = join(dirname(place.root), name);
    return isWithin(folder, path) || isWithin(path, folder);
  });
}

function isAt(path: string, places: readonly SearchPlace[]): boolean {
  return places.some(({ folder, from }) => isWithin(join(folder, from), path));
}

function isSame(left: FoundRoot, right: FoundRoot): boolean {
  const [a, b] = [left.place, right.place];
  return (
    left.format === right.format &&
    a.folder === b.folder &&
    a.boundary === b.boundary &&
    a.linked === b.linked
  );
}
