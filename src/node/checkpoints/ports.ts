/** The seams between taking, recording and restoring checkpoints. */
import type {
  CheckpointObject,
  CheckpointRecord,
  CheckpointRefusal,
  LeftOut,
  PathChange,
  RestorePreview,
  SeenCheckpoint,
} from '../../core/checkpoints/checkpoint';
import type { RecordReject } from '../../core/checkpoints/record';
import type { CapturedTree } from './snapshotTree';

export interface SnapshotLimits {
  /** Bytes; a larger untracked or changed file is left out. */
  readonly maxFileSize: number;
  /** A folder with more untracked files is left out. */
  readonly maxUntracked: number;
}

export interface SnapshotRequest {
  /** Any folder inside the worktree, absolute. */
  readonly folder: string;
  readonly ref: string;
  readonly limits: SnapshotLimits;
  /** Given up after this; nothing but loose objects is left behind. */
  readonly deadlineMs: number;
  /** The commit's message, which carries the record, from what was found. */
  message(found: Omit<CheckpointObject, 'sha'>, leftOut: readonly LeftOut[]): string;
  /** Paths held although they are ignored now or beyond a limit: a restore must not lose what is in its way. Relative to the top. */
  readonly alsoHold?: readonly string[];
  /** The tree, where it was captured just before: a restore goes on from the very state that its safety checkpoint holds. */
  readonly captured?: CapturedTree;
}

export type SnapshotResult =
  | { readonly taken: CheckpointObject; readonly leftOut: readonly LeftOut[] }
  | { readonly refused: CheckpointRefusal };

/** Takes the tree's state by plumbing (docs/editor-api.md (f)); index, HEAD, branch, stash and hooks stay untouched. */
export type TakeSnapshot = (request: SnapshotRequest) => Promise<SnapshotResult>;

/** What a new checkpoint is about; the record's other fields are found out. */
export type TakeRequest = Pick<
  CheckpointRecord,
  | 'name'
  | 'kind'
  | 'run_id'
  | 'plan'
  | 'step'
  | 'attempt'
  | 'seq'
  | 'outcome'
  | 'stop'
  | 'verification'
  | 'by'
> & {
  /** Known before it is taken, so that a journal can name it first. */
  readonly id: string;
  readonly deadlineMs: number;
  readonly captured?: CapturedTree;
  /** Another checkpoint has the visible marker. */
  readonly unmarked?: true;
  /** A tree: when the checkpoint's own is the same, the record's outcome is `no_changes` instead of `completed`. */
  readonly unchangedTree?: string;
};

export type TakeResult =
  | {
      readonly record: CheckpointRecord;
      /** Why the record's file could not be written; the checkpoint exists, and its ref carries the record. */
      readonly recordProblem?: string;
      /** Why the visible tag that the settings ask for was not made; the checkpoint exists all the same. */
      readonly tagProblem?: string;
    }
  | { readonly refused: CheckpointRefusal };

/** What `previewRestore` looks at. */
export interface PreviewRequest {
  /** Any folder inside the worktree, absolute. */
  readonly folder: string;
  /** Where `restores.jsonl` lies. */
  readonly dataFolder: string;
  readonly target: CheckpointRecord;
  readonly limits: SnapshotLimits;
}

/** What `restoreTree` is given: everything that it does to records goes through `take` and `discard`. */
export interface RestoreRequest extends PreviewRequest {
  /** What the person saw and agreed to. */
  readonly preview: RestorePreview;
  readonly what: 'files' | 'files_and_branch';
  readonly by: string;
  /** The run that goes back to a checkpoint of its own. */
  readonly run?: string;
  /** Takes the safety checkpoint. */
  take(request: {
    readonly kind: 'safety';
    readonly name: string;
    readonly by: string;
    readonly captured: CapturedTree;
  }): Promise<TakeResult>;
  /** A run that is at work in the worktree. Asked once more when the restore is written down: no run begins from then on. */
  liveRun(worktree: string): Promise<string | undefined>;
  /** Deletes the safety checkpoint of a restore that was refused before it changed anything. */
  discard(safety: CheckpointRecord): Promise<unknown>;
  now(): Date;
  /** Names the restore. */
  newId(): string;
}

export type RestoreResult =
  | {
      readonly restored: readonly PathChange[];
      readonly safety: CheckpointRecord;
      /** Why the branch stayed where it was after all; the files are restored. */
      readonly branchProblem?: string;
    }
  | {
      /** The tree is not as the checkpoint has it after all: nothing goes on until a person has decided. */
      readonly stray: readonly string[];
      readonly safety: CheckpointRecord;
    }
  | { readonly refused: CheckpointRefusal };

/** A restore that was begun and whose end is not written down, or that left stray changes. */
export interface UnfinishedRestore {
  readonly id: string;
  readonly at: string;
  readonly checkpoint: { readonly id: string; readonly name: string };
  readonly safety: { readonly id: string };
  /** What it left behind, for one that went through: paths that are not as the checkpoint has them. */
  readonly stray?: readonly string[];
}

/** A record, or a ref without one, that cannot be shown as a checkpoint: it is told, and nothing is made of it. */
export interface RejectedRecord {
  /** The record's file, absolute, or the ref. */
  readonly place: string;
  readonly why: RecordReject;
  readonly detail: string;
}

/** The checkpoints of one worktree. Everything is read from the disk; nothing is remembered that could become untrue. */
export interface Checkpoints {
  take(request: TakeRequest): Promise<TakeResult>;
  /** Newest first, those of this worktree, with refs whose record is missing. */
  list(): Promise<readonly SeenCheckpoint[]>;
  /** What lies among the records and could not be read; a damaged record whose ref carries a whole one is not here. */
  rejected(): Promise<readonly RejectedRecord[]>;
  preview(id: string): Promise<RestorePreview | { readonly refused: CheckpointRefusal }>;
  /**
   * Takes the safety checkpoint, then restores; refuses when the tree is not as the preview saw it.
   *
   * @param what `files_and_branch` also moves the branch as `preview.branch` says; without it HEAD stays
   * @param run a run that goes back itself: it may be at work meanwhile, and its journal stays as it is
   */
  restore(
    id: string,
    preview: RestorePreview,
    by: string,
    what?: 'files' | 'files_and_branch',
    run?: string,
  ): Promise<RestoreResult>;
  unfinished(): Promise<UnfinishedRestore | undefined>;
  /** Writes down that the stray changes of the last restore stay as they are: work may go on. */
  keepStray(by: string): Promise<void>;
  /**
   * What differs between a checkpoint and the working tree, or another checkpoint that is newer.
   *
   * @param id also the full name of a commit that another tool calls its checkpoint (`Evidence.commit`), as in `fileAt`
   */
  changes(
    id: string,
    other?: string,
  ): Promise<readonly PathChange[] | { readonly refused: CheckpointRefusal }>;
  /** A file as the checkpoint has it; `undefined` where it has none. */
  fileAt(id: string, path: string): Promise<Buffer | undefined>;
  rename(id: string, name: string): Promise<{ readonly refused: CheckpointRefusal } | undefined>;
  /** Deletes ref, tag and record. */
  remove(ids: readonly string[]): Promise<{ readonly refused: CheckpointRefusal } | undefined>;
  /** What "Clean Up Checkpoints…" offers to delete: too many or too old, and not needed any more. Newest first. */
  removable(): Promise<readonly SeenCheckpoint[]>;
  /** Bytes that deleting these gives back once git has tidied up: the nearest figure. */
  size(ids: readonly string[]): Promise<number | { readonly refused: CheckpointRefusal }>;
  /** Called when checkpoints come, go or change. Returns how to stop listening. */
  onDidChange(listener: () => void): () => void;
  /** Why changes by other windows are not noticed by themselves; `undefined` while they are. */
  readonly watchProblem?: string | undefined;
  dispose(): void;
}
