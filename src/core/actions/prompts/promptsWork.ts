/** What the actions of a run of prompts ask of git, and of the folders of runs. Effects arrive as arguments. */
import type { CheckpointRecord, PathChange } from '../../checkpoints/checkpoint';
import type { NoAnswer } from '../workTree';

/** A path that differs between two trees. */
export interface TreeChange extends PathChange {
  /** git's name of what the file has now; absent for one that was deleted. */
  readonly content?: string;
}

/** A commit that a person has confirmed. */
export interface PromptCommit {
  /** Trees of the worktree, one pair after the other: what differs between each two is committed, and nothing else. */
  readonly changes: readonly { readonly from: string; readonly to: string }[];
  /** One line. */
  readonly message: string;
  /** The commit that HEAD named when the person was asked; empty on an unborn branch. */
  readonly head: string;
  /** The branch that HEAD named then; empty for none. */
  readonly branch: string;
}

export interface PromptsWork {
  /** git's answer to `diff` of two trees with these arguments (`PATCH_ARGS`, `SIZE_ARGS`), read as UTF-8. */
  diff(from: string, to: string, args: readonly string[]): Promise<{ readonly text: string } | NoAnswer>;
  /** What differs between two trees or commits. */
  changes(from: string, to: string): Promise<{ readonly changed: readonly TreeChange[] } | NoAnswer>;
  /** A text file as a tree has it; `undefined` where it has none of that name. */
  textAt(tree: string, path: string): Promise<string | undefined>;
  /** A checkpoint that is still there. */
  checkpoint(id: string): Promise<CheckpointRecord | undefined>;
  /**
   * Goes back to a checkpoint: the files alone, after a safety checkpoint. What the runs of prompts since did counts no
   * more; this run goes on.
   * @returns the paths that are not as the checkpoint has them, which should be none
   */
  goBack(id: string): Promise<{ readonly stray: readonly string[] } | NoAnswer>;
  /**
   * Commits as the person would: with their name, their hooks and their settings, and an index without other changes. A
   * commit that was made before the run was cut short is found again. Where HEAD moved since the person was asked, or names
   * another branch, nothing is committed. What could not be committed leaves the index as it was.
   */
  commit(commit: PromptCommit): Promise<{ readonly commit: string; readonly note?: string } | NoAnswer>;
  /** Keeps a text beside this run's journal, under a name of ours. */
  keep(name: string, text: string): Promise<void>;
  /** What a run kept; `undefined` where there is nothing of that name. */
  kept(run: string, name: string): Promise<string | undefined>;
  /** Whole write of a report in the workspace folder. */
  writeReport(file: string, text: string): Promise<void>;
}
