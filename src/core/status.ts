/**
 * What the Stage Map says about plans, stages and steps: the statuses, and the facts beside them. Decided in
 * `stepStatus.ts` and `stageStatus.ts`, for `stageMap.ts` alone.
 */
import type { CheckName } from './checks';
import type { Gate } from './gateRecord';
import type { Claim, Plan, PlanMark, Stage, Step } from './plan';
import type { Run } from './run';
import type { CheckpointMark } from './runCheckpoints';

/** Every status a step can have (coyote.md 1.10, and the journals). A status says no more than its evidence. */
export type Status =
  /** Nobody has begun it and every dependency is satisfied. */
  | 'ready'
  /** Nobody has begun it and a dependency is not satisfied; the reasons are the format's own. */
  | 'blocked'
  /** A run is under way and somebody drives it. */
  | 'running'
  /** A run is under way and a gate waits for a person, whether or not somebody drives the run. */
  | 'waiting'
  /** A run is under way by its journal, but nobody drives it: the window closed or the process died. */
  | 'interrupted'
  /** A person ended the last run, by Stop or by an answer. */
  | 'stopped'
  /** The last run, ours or that of the format's own tool, ended for any other reason than success; the stop names it. */
  | 'failed'
  /** Marked complete with a valid handoff, and a run of ours recorded no approval. */
  | 'needsReview'
  /** Marked complete with a handoff that says complete: approved, or approval unknown because no run of ours exists. */
  | 'done'
  /** Marked complete with a valid handoff that says partial or blocked; dependents stay blocked. */
  | 'doneWithGaps'
  /** What the files and the journal say excludes each other; `contradictions` says how. */
  | 'contradiction'
  /** The mark is no value that the format's own tool knows, so that tool passes over the step. */
  | 'skippedByTool'
  /** Marked as begun, but no run of ours: running elsewhere or interrupted, nobody can tell. */
  | 'unknown'
  /** Taken out of the plan: neither run nor counted. */
  | 'superseded';

/** Every status of a stage that has an audit (renn-gsd.md 1.13). The audit's verdict goes before how far the steps are. */
export type StageStatus =
  /** Nothing of it is there yet but its name. */
  | 'notStarted'
  /** What is there could not be read. */
  | 'unknown'
  /** No file of it is there, and the overview or the state file says that it is complete: nobody can tell. */
  | 'claimed'
  /** Discussed or researched, without a step. */
  | 'prepared'
  /** It has steps, and nobody has begun one. */
  | 'planned'
  | 'inProgress'
  /** Every step is done, and no audit says how well. */
  | 'executed'
  | 'humanNeeded'
  | 'gapsFound'
  /** Something is newer than its audit. */
  | 'stale'
  | 'verified';

/** One line of `status.jsonl`: a person set a plan's mark by "Set Status…". */
export interface StatusChange {
  readonly schema_version: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: string;
  /** `Plan.id` and `Step.key`. */
  readonly plan: string;
  readonly step: string;
  readonly from: string;
  readonly to: PlanMark;
  readonly reason: string;
}

/** A run, and whether a live process drives it by its owner record. */
export interface SeenRun {
  readonly run: Run;
  readonly driven: boolean;
}

/** What the last run's checks showed. The verdict rests on lint, build and test; a formatter's exit decides nothing. */
export interface CheckTruth {
  /** Lint, build and test all ran and passed. */
  readonly verified: boolean;
  readonly notRun: readonly CheckName[];
  readonly failed: readonly CheckName[];
}

/** What a person does next: a command's id without its prefix. */
export type NextAction = 'runStep' | 'resume' | 'answerGate' | 'openHandoff' | 'openPlan' | 'showRun';

export interface StepView {
  /** `Plan.id`. */
  readonly plan: string;
  readonly step: Step;
  readonly status: Status;
  /** The claim that decided the status; one of `claims`. */
  readonly decidedBy: Claim;
  readonly claims: readonly Claim[];
  /** How the claims disagree, each a short sentence: "marked complete, no handoff". */
  readonly contradictions: readonly string[];
  /** Why a dependency is not satisfied, in the format's own words; told whatever the status. */
  readonly blockedBy: readonly string[];
  /** The numbers of those dependencies. */
  readonly blockers: readonly string[];
  /** Gates that wait for an answer, oldest first. */
  readonly gates: readonly Gate[];
  readonly lastRun: Run | undefined;
  /** Those of the latest run: at most one before it and one after it. */
  readonly checkpoints: readonly CheckpointMark[];
  /** The node where a run under way stands. */
  readonly node: string | undefined;
  /** Since when the status holds, ISO 8601 UTC, where a journal or a person records it. */
  readonly since: string | undefined;
  /** A fact of its own, apart from the plan's mark. */
  readonly approved: { readonly by: string; readonly at: string } | undefined;
  /** Absent when no run of ours exists. */
  readonly checks: CheckTruth | undefined;
  /** Absent when there is nothing to do, or only to wait. */
  readonly next: NextAction | undefined;
}

/** How the last run of a whole stage stands; `ended` is one that came to its end. */
export type StageRunState = 'running' | 'waiting' | 'interrupted' | 'stopped' | 'failed' | 'ended';

/** What a person does next with a whole stage: a command's id without its prefix. */
export type StageAction = 'runStage' | 'resumeStage' | 'answerGate';

/** How far a whole stage has come with the batch that it is at. */
export interface BatchProgress {
  /** As the journal names it: `BatchView.key`, or the number of the only step. */
  readonly batch: string;
  readonly done: number;
  readonly total: number;
}

/** The last run of a whole stage. Those that it started are the runs of its steps. */
export interface StageRun {
  readonly run: Run;
  readonly state: StageRunState;
  /** Of the stage itself, oldest first; those of its steps are on the steps. */
  readonly gates: readonly Gate[];
  /** The batch that was begun last and is not over; absent between two. */
  readonly batch: BatchProgress | undefined;
}

/** Steps of a stage that run between two checkpoints (renn-gsd.md 1.13). */
export interface BatchView {
  /** `StepBatch.key`. */
  readonly key: string;
  /** `active` is the lowest one with an unfinished step; those after it wait. */
  readonly state: 'done' | 'active' | 'waiting';
  readonly steps: readonly StepView[];
  readonly done: number;
  readonly total: number;
}

export interface StageView {
  readonly stage: Stage;
  readonly key: string;
  readonly title: string;
  /** As the plan has it (`Stage.outcome`). */
  readonly outcome: string | undefined;
  readonly steps: readonly StepView[];
  readonly done: number;
  /** Without superseded steps. */
  readonly total: number;
  /** In order; empty where no step has a batch. A step without one is in none. */
  readonly batches: readonly BatchView[];
  /** Only where `Stage.audit` is set. */
  readonly status: StageStatus | undefined;
  /** The claim that decided the status; one of `claims`. */
  readonly decidedBy: Claim | undefined;
  readonly claims: readonly Claim[];
  /** How the claims disagree, each a short sentence: "overview says complete, 2 runs have no recap". */
  readonly contradictions: readonly string[];
  /** The last run of the stage as a whole; absent where there is none. */
  readonly lastRun: StageRun | undefined;
  /** Absent when there is nothing to do, or only to wait. */
  readonly next: StageAction | undefined;
}

export interface PlanView {
  readonly plan: Plan;
  readonly stages: readonly StageView[];
  /** Every step, in the plan's order. */
  readonly steps: readonly StepView[];
  /** Steps whose status is `done`; nothing else counts. Without archived stages, whether or not they are opened. */
  readonly done: number;
  /** Without superseded steps and archived stages. */
  readonly total: number;
  /** The step that the format's own selection takes next (coyote.md 1.3); absent when none is left. */
  readonly next: StepView | undefined;
  /**
   * The first stage with an unfinished step that is neither archived, nor verified, nor kept for later; where no step is
   * left, the first one that has none yet.
   */
  readonly firstUnfinished: StageView | undefined;
  /** Waiting gates whose step or stage is not in the plan any more; the others are on the steps and stages. */
  readonly strayGates: readonly Gate[];
}

/** All that the tree, the status bar, the badge and the CLI show. */
export interface StageMap {
  readonly plans: readonly PlanView[];
  /** Of the plans that can be run: what another tool recorded does not count. */
  readonly done: number;
  readonly total: number;
  /** Steps whose run is under way and driven, with or without a waiting gate elsewhere in it. */
  readonly running: readonly StepView[];
  /** Every waiting gate of the plans shown, oldest first. */
  readonly gates: readonly Gate[];
}
