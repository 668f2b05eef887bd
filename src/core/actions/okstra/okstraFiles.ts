/** What the actions of okstra's protocols read and write beside the plan's texts. Effects arrive as arguments. */
import type { Consumers } from '../../formats/okstra/consumers';
import type { NewRow } from '../../formats/okstra/run/consumerRows';
import type { FileState } from '../../formats/okstra/run/planDrift';
import type { NoAnswer } from '../workTree';

/** What is so at the moment in which rows are chosen, while the log's lock is held. */
export interface Moment {
  readonly log: Consumers;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The SHA of HEAD; empty where git does not say. */
  readonly commit: string;
  /** The tasks of other runs of ours that somebody who lives drives and that hold a stage. */
  readonly underWay: ReadonlySet<string>;
}

/** The log, the sidecars and the history of the plan that a run is about. */
export interface OkstraFiles {
  /** Appends the chosen rows to `consumers.jsonl` under its lock; nothing where the choice is a refusal. */
  appendRows<C extends { readonly rows: readonly NewRow[] } | NoAnswer>(
    choose: (moment: Moment) => C,
  ): Promise<C | NoAnswer>;
  /** Writes the carry sidecar of a stage, never over one that says something else (okstra.md 3.7). */
  writeSidecar(
    stage: number,
    json: string,
  ): Promise<{ readonly file: string; readonly carryPath: string } | NoAnswer>;
  /** The names of all carry sidecars, relative to the plan's folder. */
  sidecars(): Promise<readonly string[]>;
  /** The commit with which a file came or was changed last, else the newest that is no later than the file. */
  commitOf(file: string): Promise<string | undefined>;
  /** A file in a commit or tree; `folder` for what is one. Its path is relative to the top folder of the repository. */
  stateIn(treeish: string, path: string): Promise<FileState | 'folder'>;
  /** Subjects of the commits since one that touched a path, newest first, at most 20. */
  commitsSince(commit: string, path: string): Promise<readonly string[]>;
}
