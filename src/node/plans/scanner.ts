/** Finds and reads the plans of all workspace folders, and follows their changes file by file. */
import { byText, type Commits, type PlanFormat } from '../../core/formats/format';
import { PLAN_FORMATS } from '../../core/formats/index';
import type { Plan } from '../../core/plan';
import type { Problem } from '../../core/problem';
import type { DigestKeeper, KeepDigests } from './digestKeeper';
import { folderFilter, type FolderFilter } from './folderFilter';
import { OpenRoots } from './openRoots';
import { DISK, type PlanFiles } from './planFiles';
import { Work, type ScanProgress } from './work';

export interface PlanScannerOptions {
  /** Absolute paths of the workspace folders. */
  readonly folders: readonly string[];
  /** Globs on a plan root's path relative to its workspace folder. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Which of these absolute paths git ignores; an empty set without git. */
  isIgnored(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * The commits of a workspace folder's branch; the same array as long as they are the same. Asked only where a plan's
   * format wants them.
   */
  commits?(folder: string): Promise<Commits>;
  /** What a person's own settings say to formats (`PlanSource.settings`). */
  readonly settings?: ReadonlyMap<string, string>;
  /** Every archive is opened as soon as it is known. */
  readonly openArchives?: boolean;
  /** Where digests are kept for the next window. */
  readonly keep?: KeepDigests | undefined;
  /** The disk and the formats, but for tests. */
  readonly files?: PlanFiles;
  readonly formats?: readonly PlanFormat[];
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  /** Told after each slice of work. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

export interface Changed {
  readonly plans: readonly Plan[];
  /** Whether any plan is another than before; plans that are not are the same objects. */
  readonly changed: boolean;
}

export class PlanScanner {
  private readonly filters: ReadonlyMap<string, FolderFilter>;
  private keeper: DigestKeeper | undefined;
  private readonly known: OpenRoots;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PlanScannerOptions) {
    const { folders, include, exclude, openArchives = false } = options;
    this.filters = new Map(folders.map((folder) => [folder, folderFilter(folder, include, exclude)]));
    this.known = new OpenRoots({
      filters: this.filters,
      formats: options.formats ?? PLAN_FORMATS,
      files: options.files ?? DISK,
      kept: () => this.keeper?.kept,
      settings: options.settings,
      openArchives,
      isIgnored: (paths) => options.isIgnored(paths),
      commits: options.commits && ((folder) => options.commits?.(folder) ?? Promise.resolve([])),
    });
  }

  /** The plans as last read, by workspace folder and path; what another tool recorded comes after what can be run. */
  get plans(): readonly Plan[] {
    const order = ({ folder, readOnly }: Plan): number =>
      2 * this.options.folders.indexOf(folder) + (readOnly ? 1 : 0);
    return this.known.plans.sort(
      (left, right) => order(left) - order(right) || byText(left.root, right.root),
    );
  }

  /** Absolute paths of the plans' folders. */
  get roots(): readonly string[] {
    return this.plans.map(({ root }) => root);
  }

  /** Folders that could not be searched, and globs that are not used. */
  get problems(): readonly Problem[] {
    return [...Array.from(this.filters.values()).flatMap(({ problems }) => problems), ...this.known.problems];
  }

  /** Looks everywhere; a file is read only when its size or time changed. Rejects when aborted or when `isIgnored` does. */
  scan({ signal, onProgress }: ScanOptions = {}): Promise<readonly Plan[]> {
    return this.inTurn(async () => {
      const work = new Work(signal, onProgress);
      await this.begin(work);
      const everywhere = this.options.folders.map((folder) => ({ folder, from: '' }));
      await this.known.search(everywhere, work);
      this.keeper?.scanned(this.known.all);
      return this.plans;
    });
  }

  /**
   * Takes in changed, new or deleted files or folders: of known plans only those are read again.
   * @param paths absolute, as events name them
   */
  changed(paths: readonly string[]): Promise<Changed> {
    return this.comparing((work) => this.known.change(paths, work));
  }

  /** Opens an archive of a plan: its stages are among the plan's from now on. */
  open(planId: string, archive: string): Promise<Changed> {
    return this.comparing((work) => this.known.open(planId, archive, work));
  }

  /** Resolves when what was read is kept for the next window. */
  async settled(): Promise<void> {
    await this.last;
    await this.keeper?.written;
  }

  /** What writes the file is loaded only where digests are kept: the command line keeps none. */
  private async begin(work: Work): Promise<void> {
    const { keep } = this.options;
    if (keep === undefined) return;
    const { DigestKeeper } = await import('./digestKeeper');
    this.keeper ??= new DigestKeeper(keep);
    await this.keeper.begin(work);
  }

  private comparing(task: (work: Work) => Promise<void>): Promise<Changed> {
    return this.inTurn(async () => {
      const before = this.plans;
      await task(new Work());
      const { plans } = this;
      const changed = plans.length !== before.length || plans.some((plan, index) => plan !== before[index]);
      return { plans, changed };
    });
  }

  /** One at a time: a scan and a change would else overwrite each other's outcome. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const next = this.last.then(task);
    // The caller of `next` gets its error; the one in turn only has to wait.
    this.last = next.catch(() => undefined);
    return next;
  }
}
