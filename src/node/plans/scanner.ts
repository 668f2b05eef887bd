/** Finds and reads the plans of all workspace folders, and follows their changes file by file. */
import { relative, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { byText } from '../../core/formats/format';
import { isWithin } from '../../core/isWithin';
import type { Plan, Problem } from '../../core/plan';
import { findRoots } from './findRoots';
import { folderFilter, type FolderFilter } from './folderFilter';
import { DISK, type PlanFiles } from './planFiles';
import { isNamed, isOwn, readPlan, rootAt, type ReadPlan, type Root } from './root';
import { TextCache, type Freshness } from './textCache';

export interface PlanScannerOptions {
  /** Absolute paths of the workspace folders. */
  readonly folders: readonly string[];
  /** Globs on a plan root's path relative to its workspace folder. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Which of these absolute paths git ignores; an empty set without git. */
  isIgnored(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** The disk, but for tests. */
  readonly files?: PlanFiles;
}

interface Known extends ReadPlan {
  readonly root: Root;
}

export class PlanScanner {
  /** Folders that the last scan could not search, and globs that it did not use. */
  problems: readonly Problem[] = [];
  private readonly files: PlanFiles;
  private readonly cache: TextCache;
  private readonly filters: ReadonlyMap<string, FolderFilter>;
  private known = new Map<string, Known>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PlanScannerOptions) {
    this.files = options.files ?? DISK;
    this.cache = new TextCache(this.files);
    const filterOf = (folder: string): FolderFilter => folderFilter(folder, options.include, options.exclude);
    this.filters = new Map(options.folders.map((folder) => [folder, filterOf(folder)]));
  }

  /** The plans as last read, by workspace folder and path; what another tool recorded comes after what can be run. */
  get plans(): readonly Plan[] {
    const order = ({ folder, readOnly }: Plan): number =>
      2 * this.options.folders.indexOf(folder) + (readOnly ? 1 : 0);
    const plans = Array.from(this.known.values(), ({ plan }) => plan);
    return plans.sort((left, right) => order(left) - order(right) || byText(left.root, right.root));
  }

  /** Absolute paths of the plans' folders. */
  get roots(): readonly string[] {
    return this.plans.map(({ root }) => root);
  }

  /** Looks everywhere; a file is read only when its size or time changed. Rejects when aborted or when `isIgnored` does. */
  scan(signal?: AbortSignal): Promise<readonly Plan[]> {
    return this.inTurn(() => this.scanNow(signal));
  }

  /**
   * Takes in one changed, new or deleted file or folder: of its plan only that file is read again.
   * @param file absolute path, as an event names it
   * @returns all plans, and whether any differs from before
   */
  changed(file: string): Promise<{ readonly plans: readonly Plan[]; readonly changed: boolean }> {
    return this.inTurn(async () => {
      const before = this.plans;
      const owner = this.owner(file);
      if (owner !== undefined && owner.root !== file) await this.refresh(owner, file);
      else if (this.mayMatter(file)) await this.scanNow();
      return { plans: this.plans, changed: !isDeepStrictEqual(before, this.plans) };
    });
  }

  /** One at a time: a scan and a change would else overwrite each other's outcome. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const next = this.last.then(task);
    // The caller of `next` gets its error; the one in turn only has to wait.
    this.last = next.catch(() => undefined);
    return next;
  }

  private async scanNow(signal?: AbortSignal): Promise<readonly Plan[]> {
    const { files } = this;
    const others = new Set(this.options.folders);
    const known = new Map(Array.from(this.known, ([path, { root }]) => [path, root]));
    const found = await Promise.all(
      Array.from(this.filters, ([folder, filter]) =>
        findRoots({ folder, others, filter, files, known, signal }),
      ),
    );
    const problems = found.flatMap((each) => each.problems);
    const roots = await this.wanted([
      ...found.flatMap((each) => each.roots),
      ...[...known.values()].filter(({ root }) => problems.some(({ file }) => isWithin(file, root))),
    ]);
    signal?.throwIfAborted();
    const read = await Promise.all(roots.map((root) => this.read(root, () => 'check')));
    this.known = new Map(read.map((entry) => [entry.root.root, entry]));
    this.problems = [...Array.from(this.filters.values()).flatMap((filter) => filter.problems), ...problems];
    this.cache.keepOnly(new Set(read.flatMap((entry) => entry.files)));
    return this.plans;
  }

  /** Each real folder once, under the innermost workspace folder, and none that git ignores but a tool's own. */
  private async wanted(roots: readonly Root[]): Promise<Root[]> {
    const innermost = [...roots].sort(
      (left, right) => right.boundary.length - left.boundary.length || byText(left.root, right.root),
    );
    const places = await Promise.all(innermost.map(({ root }) => this.realOrSame(root)));
    const unique = innermost.filter((_, index) => places.indexOf(places[index] ?? '') === index);
    const asked = unique.filter((root) => !isOwn(root)).map(({ root }) => root);
    const ignored = asked.length === 0 ? new Set() : await this.options.isIgnored(asked);
    return unique.filter(({ root }) => !ignored.has(root));
  }

  private async realOrSame(path: string): Promise<string> {
    try {
      return await this.files.realpath(path);
    } catch {
      // Gone or closed since it was found: reading its files tells which.
      return path;
    }
  }

  private async read(root: Root, freshness: (file: string) => Freshness): Promise<Known> {
    return { root, ...(await readPlan(root, this.cache, freshness)) };
  }

  /** Reads a plan again of which one file or folder changed. */
  private async refresh(root: Root, changed: string): Promise<void> {
    const next = await rootAt(root, this.files, root);
    if (next === undefined) this.known.delete(root.root);
    else {
      const entry = await this.read(next, (file) => (isWithin(changed, file) ? 'again' : 'known'));
      this.known.set(root.root, entry);
    }
  }

  /** The innermost root that a path lies in. */
  private owner(path: string): Root | undefined {
    const roots = Array.from(this.known.values(), ({ root }) => root).filter(({ root }) =>
      isWithin(root, path),
    );
    return roots.sort((left, right) => right.root.length - left.root.length)[0];
  }

  /** Whether a changed path may add or remove a whole plan: it holds one, or it lies where one may be. */
  private mayMatter(path: string): boolean {
    if (this.roots.some((root) => isWithin(path, root))) return true;
    return Array.from(this.filters).some(([folder, filter]) => {
      if (!isWithin(folder, path)) return false;
      const parts = relative(folder, path).split(sep);
      const ways = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
      return (
        ways.some((way) => isNamed(way) || filter.included(way)) && !ways.some((way) => filter.excluded(way))
      );
    });
  }
}
