/** The seam for plan formats: one file implements it, one line in `index.ts` registers it. Values only. */
import type { Plan, Problem } from '../plan';

/** A file as it was read; the same object is handed in again as long as the file did not change. */
export interface FileText {
  readonly text: string;
  /** Modification time, milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * Names below a root, relative and `/`-separated, sorted bytewise; folders end with `/`. As deep as the format's
 * `depth` asks: 1 lists the root and the folders directly in it.
 */
export type Listing = readonly string[];

export interface PlanSource {
  /** Absolute path of the plan's own folder. */
  readonly root: string;
  /** Absolute path of the workspace folder that holds it. */
  readonly folder: string;
  readonly listing: Listing;
  /** By the names of the listing. A file that could not be read is missing, or is as it was last read. */
  readonly files: ReadonlyMap<string, FileText>;
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

export interface PlanFormat {
  readonly id: string;
  /** How many levels of folders below the root hold files of the plan. */
  readonly depth: number;
  /** Which folders below the root are listed, relative and ending with `/`; without it all of them, as deep as `depth`. */
  enters?(folder: string): boolean;
  /**
   * Names of folders directly in a workspace folder that this format looks for whatever the settings include, and that
   * count even where git ignores them: a tool's own folder. `stageRunner.plans.exclude` still leaves them out.
   */
  readonly folders?: readonly string[];
  /** Whether a folder with these names is a plan of this format. */
  recognises(listing: Listing): boolean;
  /**
   * The files whose texts `read` needs. Asked once with the listing alone, and once more with what was read, for files
   * that are needed only because of what is in others.
   */
  reads(listing: Listing, source?: PlanSource): readonly string[];
  readonly watches: readonly WatchRule[];
  read(source: PlanSource): Plan;
}

/** Compares texts bytewise in effect, as the original tools sort names; never by the user's language. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
