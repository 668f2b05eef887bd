/** What actions may ask of the git repository that a run works in. Nothing here changes branch, index or files. */
import type { ChangedFile } from '../changedFile';

/** Why there is no answer, as a sentence. */
export interface NoAnswer {
  readonly refused: string;
}

/** The working tree and its history. */
export interface WorkTree {
  /** The workspace folder relative to the top folder of the repository: empty, or ending with `/`. */
  prefix(): Promise<{ readonly prefix: string } | NoAnswer>;
  /** The commit of HEAD; empty where there is none. */
  head(): Promise<string>;
  /** The branch that HEAD names; empty where it names a commit. */
  branch(): Promise<string>;
  /** The working tree as it is, untracked files included, as the name of a tree; git keeps it for some weeks. */
  capture(): Promise<{ readonly tree: string } | NoAnswer>;
  /** What differs between two trees or commits, by path. */
  changes(from: string, to: string): Promise<{ readonly changed: readonly ChangedFile[] } | NoAnswer>;
  /** The same as a patch without some folders, of which at most so many UTF-16 units are given. */
  patch(
    from: string,
    to: string,
    without: readonly string[],
    most: number,
  ): Promise<{ readonly patch: string; readonly cut: boolean } | NoAnswer>;
}
