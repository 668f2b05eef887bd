/** What the actions of renn and GSD do beside reading and writing files. Effects arrive as arguments. */
import type { Edited } from '../../formats/staged/run/editedText';
import type { StageNow } from '../stageWork';
import type { NoAnswer } from '../workTree';

export interface StagedWork {
  now(): Date;
  /** The stage of the run as it is on the disk now; why not, as a sentence, where there is none. */
  stageNow(): Promise<StageNow | { readonly gone: string }>;
  /** Whether git ignores a path; it does not where there is no git. */
  ignores(path: string): Promise<boolean>;
  /** The branch that is checked out; `undefined` where there is none. */
  branch(): Promise<{ readonly name: string | undefined } | NoAnswer>;
  /** Checks a branch out, and creates it at HEAD where it is not there. @param name one that git takes */
  switchTo(name: string): Promise<{ readonly created: boolean } | NoAnswer>;
  /** Commits what these files hold now and nothing else; `undefined` where none of them is other than HEAD has it. */
  commit(files: readonly string[], message: string): Promise<string | NoAnswer | undefined>;
  /**
   * Edits a file that several runs write to: nobody else does so meanwhile, and an agent's guard takes what is written
   * for ours.
   * @returns what could not be edited, as sentences, and whether the file is another now
   */
  edit(
    file: string,
    change: (text: string) => Promise<Edited>,
  ): Promise<{ readonly changed: boolean; readonly refused: readonly string[] }>;
}
