/**
 * A checkpoint: a state of the tree that can be compared with and returned to. The git object is the checkpoint, the
 * record says what it belongs to (runr.md 12.3). A field that is absent means "not known" and is never made up.
 */
import type { Difference } from './restorePlan';

/** The version of the record's format; newer records are shown and never overwritten. */
export const CHECKPOINT_VERSION = 1;

/** Characters of a name that a person gives. */
export const LONGEST_NAME = 200;

/** Every checkpoint has one ref of its own below this, named by its record id: no text of a plan is ever in a ref. */
export const CHECKPOINT_REFS = 'refs/stage-runner/checkpoints';

export function refOf(recordId: string): string {
  return `${CHECKPOINT_REFS}/${recordId}`;
}

/**
 * Why it was taken: before a batch, after a finished step, by a person, or as the way back from a restore.
 * `imported` comes from another tool's data and is never restored without asking.
 */
export type CheckpointKind = 'before_batch' | 'after_step' | 'manual' | 'safety' | 'imported';

/** Something that the checkpoint does not hold. A restore neither changes nor deletes it. */
export interface LeftOut {
  /** Relative to the top folder of the worktree, `/`-separated; a folder ends with `/`. */
  readonly path: string;
  readonly reason:
    | 'too_large'
    /** A folder with more untracked files than the limit: those are left out. Files of it that git tracks are held. */
    | 'too_many'
    /** A repository inside the repository that is no submodule: left out whole, its commit too. */
    | 'nested_repository'
    /** Uncommitted changes inside a submodule: only its commit is held. */
    | 'submodule_changes'
    /** git does not hold it, for its name or for an encoding that .gitattributes gives and the file has not. */
    | 'refused_by_git'
    | 'unreadable';
  /** Bytes, for `too_large`. */
  readonly size?: number;
  /** Number of files, for `too_many`. */
  readonly files?: number;
}

/** The git side of a checkpoint. */
export interface CheckpointObject {
  readonly ref: string;
  /** The commit. */
  readonly sha: string;
  readonly tree: string;
  /**
   * A commit, parent of this one, of the files that git would not give back as they were on the disk, byte for byte: a
   * filter left something out of what is committed, or line ends were made the same. Of safety checkpoints only.
   */
  readonly exact?: string;
  /** The commit that HEAD named; absent on an unborn branch. */
  readonly head?: string;
  /** Short name; absent when HEAD was detached. */
  readonly branch?: string;
  /** Absolute path of the worktree's top folder. */
  readonly worktree: string;
  /** git's own name of the worktree, which it keeps when its folder is moved; `.` for the main one. */
  readonly worktree_id?: string;
  /** Paths that differed from HEAD, untracked ones included. */
  readonly files_changed: number;
  /** What git was in the middle of. */
  readonly in_progress?: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';
  /** The visible tag that was made besides (`stageRunner.checkpoints.tagPrefix`). */
  readonly tag?: string;
}

/**
 * What a checkpoint belongs to, as its file and its commit's message keep it. Fields that this version does not know
 * survive a rewrite. Of the fields that runr.md 12.3 names, these are not kept:
 *
 * - `plan.content_hash`, `step.parent_key`: a plan is many files, of which `step.content_hash` is the one that is compared;
 *   a step is found by its key alone, under whatever stage it stands now
 * - `git.parent`, `head_at_create`, `base_sha`: each is `git.head`
 * - `git.dirty_before`, `insertions`, `deletions`, `patch_id`: `files_changed` tells the first, and git the others from the
 *   commit itself, by the rules of the moment that they are needed
 * - `lockfiles`: the tree holds them, and a resume reads them from it
 * - `env`: `tool` and the agent that the run's journal names are what is compared; no other versions are asked for
 * - `stop.family`, `stop.raw`: the registry gives the family of a code; the journal keeps the foreign words
 * - `verification.run_at`, and its status `stale`: what was checked is of this very attempt, just before `created_at`
 */
export interface CheckpointRecord {
  readonly schema_version: number;
  /** Unique and sortable by time; letters and digits only. */
  readonly record_id: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** What a person calls it: "before step 02", "after step 02". */
  readonly name: string;
  readonly kind: CheckpointKind;
  /** ISO 8601 UTC with milliseconds. */
  readonly created_at: string;
  readonly by?: string;
  /** As in a journal's events (`EventBase`): what came before it and what after, whatever the clock said. */
  readonly order?: number;
  readonly run_id?: string;
  readonly plan?: {
    readonly id: string;
    readonly format: string;
    /** Absolute path of the plan's own folder. */
    readonly root: string;
    readonly title: string;
    readonly step_count?: number;
  };
  readonly step?: {
    readonly key: string;
    readonly number: string;
    readonly title: string;
    /** 0-based place in the plan at the time. */
    readonly index?: number;
    /** sha256 of the step's plan file at the time. */
    readonly content_hash?: string;
  };
  /** 1 for the first run of the step. */
  readonly attempt?: number;
  /** Rises inside a run. */
  readonly seq?: number;
  readonly outcome?: 'completed' | 'no_changes' | 'skipped' | 'stopped';
  readonly stop?: { readonly code: string; readonly detail: string };
  readonly git?: CheckpointObject;
  readonly left_out: readonly LeftOut[];
  /** What was checked for this very attempt; never that of an earlier one. */
  readonly verification?: {
    readonly status: 'passed' | 'failed' | 'not_run';
    readonly gates: readonly {
      readonly id: string;
      readonly command: string;
      readonly exit_code: number | null;
      readonly duration_ms: number;
      /** The full output, absolute path; it may be gone. */
      readonly log?: string;
    }[];
  };
  readonly imported_from?: { readonly tool: string; readonly path: string; readonly source: string };
}

/** Why something was not done: never thrown, always shown. */
export interface CheckpointRefusal {
  /** Stable, snake_case: `not_a_repository`, `index_locked`. */
  readonly code: string;
  /** What happened and where, one or two sentences. */
  readonly detail: string;
  /** What the person can do, one sentence. */
  readonly wayOut: string;
}

/** A checkpoint as it is found now. */
export interface SeenCheckpoint {
  readonly record: CheckpointRecord;
  /** Whether its commit is still there to compare with and return to. */
  readonly exists: boolean;
  /** Written by a newer version: shown, never written to. */
  readonly readOnly: boolean;
  /** The record was missing or damaged and was rebuilt from the ref's message. */
  readonly rebuilt: boolean;
  /** Why nothing is resumed from it without a person: its commit is gone, or its ref names something else now. */
  readonly reject?: 'object_missing' | 'ref_moved';
}

/** A path that differs between a checkpoint and something newer. */
export interface PathChange {
  /** Relative to the worktree's top folder, `/`-separated. */
  readonly path: string;
  /** What happened since the checkpoint. */
  readonly what: 'changed' | 'added' | 'deleted';
}

/** How "Files and branch" would move the branch that is checked out. */
export interface BranchMove {
  readonly name: string;
  /** Where it is, a commit; this stays reachable through the safety checkpoint. */
  readonly from: string;
  /** The checkpoint's own HEAD. */
  readonly to: string;
  /** Commits that are not reachable from the branch afterwards. */
  readonly leaves: number;
  /** This restore undoes one that moved the branch: it goes back with the files, without being asked for. */
  readonly undo?: true;
}

/** What a restore would do, worked out without any side effect. */
export interface RestorePreview {
  readonly changes: readonly PathChange[];
  /** Commits on HEAD since the checkpoint, newest first; files go back, HEAD stays. */
  readonly commitsSince: readonly { readonly sha: string; readonly subject: string }[];
  /** What "Files and branch" would do: how many commits it leaves behind. `why` where that choice is not there. */
  readonly branch: BranchMove | { readonly why: string };
  /** What neither side holds and the restore leaves alone. */
  readonly leftOut: readonly LeftOut[];
  /** What else stays as it is: files that were ignored then, and what is a repository of its own now. */
  readonly stays: readonly string[];
  /** The tree that the working tree amounts to now; a restore refuses when it has changed since. */
  readonly nowTree: string;
  /** The checkpoint's tree, and how `nowTree` differs from it: a restore between the same two need not ask again. */
  readonly compared?: { readonly thenTree: string; readonly differences: readonly Difference[] };
}

/**
 * One line of `restores.jsonl`. A restore is written down before it begins and when it is over, so that one that was
 * cut short is known and can be finished or undone.
 */
export type RestoreEntry =
  | {
      readonly schema_version: number;
      readonly type: 'restore_started';
      readonly id: string;
      readonly at: string;
      readonly by: string;
      /** Absolute path of the worktree's top folder. */
      readonly worktree: string;
      /** The checkpoint returned to, when it was made, and its name. */
      readonly checkpoint: {
        readonly id: string;
        readonly at: string;
        readonly name: string;
        readonly order?: number;
      };
      /** The safety checkpoint: restoring it is the undo. */
      readonly safety: { readonly id: string; readonly at: string };
      /** The run that goes back to a checkpoint of its own: its journal tells of it, and stays as it is. */
      readonly run?: string;
      /** The branch that goes with the files ("Files and branch"), and the commits it moves between. */
      readonly branch?: { readonly name: string; readonly from: string; readonly to: string };
      /** The process that restores; the git that works for it carries the restore's id (`GitRequest.restore`). */
      readonly process?: { readonly pid: number; readonly start?: string };
    }
  | {
      readonly schema_version: number;
      readonly type: 'restore_ended';
      readonly id: string;
      readonly at: string;
      readonly order?: number;
      readonly outcome: 'restored' | 'refused' | 'stray_changes';
      /** Paths that changed. */
      readonly files: number;
      /** Paths that are not as the checkpoint has them, for `stray_changes`. */
      readonly stray?: readonly string[];
    }
  /** A person kept what a restore left behind (`stray_changes`): it is over. */
  | {
      readonly schema_version: number;
      readonly type: 'stray_kept';
      readonly id: string;
      readonly at: string;
      readonly by: string;
    };
