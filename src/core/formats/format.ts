/** The seam for plan formats: one file implements it, one line in `index.ts` registers it. Values only. */
import type { Plan, PlanMark } from '../plan';
import type { Problem } from '../problem';

/** A file as it was read; the same object is handed in again as long as the file did not change. */
export interface FileText {
  readonly text: string;
  /** Modification time, milliseconds since the epoch. */
  readonly modified: number;
  /** Only the beginning of a longer file was read (`HEAD_BYTES`). */
  readonly cut?: true;
}

/** As much of a file as scheduling needs; what is longer is cut, unless the format asks for the whole. */
export const HEAD_BYTES = 65_536;

/** What a format keeps of a file instead of its text: small, and the same after a round through JSON. */
export interface Digested<D> {
  readonly digest: D;
  /** Modification time, milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * Names below a root, relative and `/`-separated, sorted bytewise; folders end with `/`. As deep as the format's
 * `depth` asks: 1 lists the root and the folders directly in it. After them come those of `PlanFormat.beside`.
 */
export type Listing = readonly string[];

/** What a format that finds evidence in commits sees of one. */
export interface CommitSubject {
  readonly sha: string;
  readonly subject: string;
  /** ISO 8601 UTC, when it was committed. */
  readonly at: string;
}

/** Newest first, or why they were not read, as a clause: `git could not be started`. Having none is having read them. */
export type Commits = readonly CommitSubject[] | string;

export interface PlanSource<D = unknown> {
  /** Absolute path of the plan's own folder. */
  readonly root: string;
  /** Absolute path of the workspace folder that holds it. */
  readonly folder: string;
  readonly listing: Listing;
  /** By the names of the listing. A file that could not be read is missing, or is as it was last read. */
  readonly files: ReadonlyMap<string, FileText>;
  /** By the names of the listing, what `PlanFormat.digest` made of those files that it takes. */
  readonly digests: ReadonlyMap<string, Digested<D>>;
  /**
   * The only names whose texts or digests are others than when `read` was last asked about these `digests`; absent where
   * any may be, or the listing, the archives or the commits are others.
   */
  readonly changed?: ReadonlySet<string>;
  /** Keys of the archives that somebody opened. */
  readonly opened: ReadonlySet<string>;
  /** Those of the workspace folder's branch, where the format asks for them; absent where nobody could ask git. */
  readonly commits?: Commits;
  /**
   * What a person's own settings say to formats, by the setting's name without `stageRunner.`; never taken from a
   * workspace's settings. Empty texts count as none.
   */
  readonly settings?: ReadonlyMap<string, string>;
  /** What went wrong while reading; the format puts each beside the step it belongs to. */
  readonly problems: readonly Problem[];
}

/**
 * A folder to watch, relative to the root (`''` is the root itself), and the names in it that matter. Names in folders
 * below it (`*` and `/`) are noticed by the editor's own watching of the workspace, to which the user's excludes apply.
 */
export interface WatchRule {
  readonly folder: string;
  readonly pattern: string;
}

/** The marks that a person may set. */
export type WritableMark = Exclude<PlanMark, 'superseded' | 'unrecognised'>;

/** A plan file's text with another mark, or why it stays as it is. */
export type StatusEdit = { readonly text: string } | { readonly unchanged: string };

/** One plan format. A new one is a file that gives this, and a line in `index.ts`. */
export interface PlanFormat<D = unknown> {
  readonly id: string;
  /** How many levels of folders below the root hold files of the plan. */
  readonly depth: number;
  /** Which folders below the root are listed, relative and ending with `/`; without it all of them, as deep as `depth`. */
  enters?(folder: string): boolean;
  /**
   * Folders outside of the root that belong to the plan too, relative to the folder around it: `skills-foundry/reports`.
   * The names in them are in the listing, as `../skills-foundry/reports/a.md`, where that lies in the workspace folder.
   */
  readonly beside?: readonly string[];
  /**
   * Whether this format looks for a plan in a folder whatever the settings include, and even where git ignores it: a
   * tool's own folder. `stageRunner.plans.exclude` still leaves it out.
   * @param path relative to the workspace folder, `/`-separated; of the workspace folder itself its own name
   */
  looksIn?(path: string): boolean;
  /** Whether a folder with these names is a plan of this format. */
  recognises(listing: Listing): boolean;
  /**
   * The files whose texts `read` needs. Asked once with the listing alone, and once more with what was read, for files
   * that are needed only because of what is in others; a format whose `reads` takes no source is asked once. Where names
   * come one by one, whoever reads may pause in between.
   */
  reads(listing: Listing, source?: PlanSource<D>): Iterable<string>;
  /**
   * For formats with many files: the files of which only a digest is kept, from the first `HEAD_BYTES` of their text.
   * Their texts are not in `PlanSource.files`. Digests outlive the window, so `version` counts up when `of` changes.
   */
  readonly digest?: {
    readonly version: number;
    takes(name: string): boolean;
    /** Never throws, whatever the text. */
    of(name: string, file: FileText): D;
  };
  /** Commits are evidence in this format: `PlanSource.commits` is wanted. */
  readonly asksCommits?: true;
  readonly watches: readonly WatchRule[];
  /**
   * A part of the work of `read` with each value that is taken, for formats of many files: whoever reads may pause in
   * between, and what was done once is not done again.
   */
  prepare?(source: PlanSource<D>): Iterator<unknown>;
  read(source: PlanSource<D>): Plan;
  /** Sets a step's mark in its plan file and keeps every other byte; absent where the format's status is not written so. */
  withStatus?(text: string, mark: WritableMark): StatusEdit;
}

/** Compares texts bytewise in effect, as the original tools sort names; never by the user's language. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
