/** What only the journal of a whole stage tells: its batches, the worktrees of its steps, and what persons asked of it. */
import type { EventBase } from '../eventBase';
import type { BatchStep, StepResult } from './record';

export type StageEvent =
  /** Steps of a stage are about to be run; each becomes a run of its own. Said again when it is entered again. */
  | (EventBase & {
      type: 'batch_started';
      /** Counts the batches of this run of the stage from 1; a retry is a batch of its own. */
      number: number;
      /** `BatchView.key`, or a name where the format has none. */
      batch: string;
      steps: readonly BatchStep[];
      /** Keys of steps that run side by side, one list after the other. */
      rounds: readonly (readonly string[])[];
      notes: readonly string[];
      /** The steps of a round each work in a git worktree of their own. */
      isolated?: true;
      /** By step the run of an earlier batch that goes on in this one. */
      goesOn?: Readonly<Record<string, string>>;
    })
  | (EventBase & {
      type: 'batch_ended';
      number: number;
      results: readonly StepResult[];
      /** Names of the steps that can be run because of it; absent in older journals, and where the plan was gone. */
      enables?: readonly string[];
    })
  /** A worktree for a step is about to be made; a run that works in it names it in its header. */
  | (EventBase & {
      type: 'worktree_started';
      worktree: string;
      /** Its top folder, absolute. */
      folder: string;
      step: string;
      /** `batch_started.number`. */
      batch: number;
    })
  /** The result of a step could not be merged; the gate that is opened next asks about these files. */
  | (EventBase & { type: 'merge_conflict'; worktree: string; gate: string; files: readonly string[] })
  /** The run of a stage works on this branch from now on. */
  | (EventBase & { type: 'branch_noted'; branch: string })
  /**
   * The result of a step is about to be brought into the working tree. `merge` is a commit of the tree that it goes to;
   * its first parent holds the tree as it was before, its second the result.
   */
  | (EventBase & {
      type: 'merge_started';
      worktree: string;
      run: string;
      merge: string;
      /** What a merge that was cut short has brought is taken back. */
      undo?: true;
    })
  /** The result is in the working tree, or stays in its worktree because a person chose so. */
  | (EventBase & {
      type: 'merge_ended';
      worktree: string;
      run: string;
      outcome: 'merged' | 'left';
      files_changed: number;
    })
  /** A person wants the run of the stage to come to rest after this batch; `request` where another window asked for it. */
  | (EventBase & { type: 'stop_asked'; by: string; request?: string })
  /** A person wants the commit of a step now, before the checkpoint of its batch (prompts.md 2.4). */
  | (EventBase & { type: 'commit_asked'; step: string; by: string; request?: string })
  /** A person leaves a step out of this run of the stage. */
  | (EventBase & { type: 'step_skipped'; step: string; reason: string; by: string; request?: string });
