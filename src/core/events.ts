/**
 * A run is a journal: one of these objects a line, appended, never edited. State is its fold (`run.ts`).
 * Every event that starts something outside is written before that thing starts, with enough to find it again.
 */
import type { AgentOutcome } from './agentResult';
import type { StageEvent } from './batch/stageEvents';
import type { StagePolicy } from './batch/policy';
import type { CheckName, CheckRecord } from './checks';
import type { EventBase } from './eventBase';
import type { Gate, GateAnswer } from './gateRecord';
import type { Terms } from './plan';
import type { ResumeCheckpointSelected } from './resume/select';
import type { RecordedStop } from './stops';

/** The version of the journal format; newer journals are shown and never written to. */
export const JOURNAL_VERSION = 1;

/** What a run is about; the first event of a journal. */
export interface RunStarted extends EventBase {
  readonly type: 'run_started';
  readonly run: string;
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly plan: {
    readonly id: string;
    readonly format: string;
    readonly root: string;
    readonly title: string;
    /** The plan's notes document, absolute. */
    readonly notes?: string;
    /** How many steps the plan had. */
    readonly stepCount?: number;
    /** The plan's own words, so that pages and messages need no plan; absent in what older versions wrote. */
    readonly terms?: Terms;
  };
  readonly step: {
    readonly key: string;
    readonly number: string;
    readonly title: string;
    readonly file: string;
    /** The stage that holds it, where the plan has stages with names. */
    readonly stage?: { readonly key: string; readonly number?: string; readonly title: string };
    /** 0-based place in the plan at the start. */
    readonly index?: number;
    /** Where the step's handoff belongs, absolute. */
    readonly handoff?: string;
    /** The plan's test commands as they were at the start: an agent cannot change how it is judged. */
    readonly testCommands?: readonly string[];
    /** The steps that wait for this one, as a person reads them. */
    readonly dependents?: readonly string[];
  };
  /** 1 for the first run of this step. */
  readonly attempt: number;
  /** The agent profile's id. */
  readonly agent: string;
  /** The graph as text is kept beside the journal; `sha256` is of that text. */
  readonly protocol: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly variables: Readonly<Record<string, unknown>>;
  readonly by: string;
  /** Present in the run of a whole stage; `step` then names the stage, with an empty key. */
  readonly stage?: {
    /** `Stage.key`. */
    readonly key: string;
    /** Its own folder, absolute, where it has one. */
    readonly folder?: string;
    readonly policy: StagePolicy;
    /** A team's own protocol for the steps, absolute; absent: that of the plan's format. */
    readonly stepProtocol?: string;
  };
  /** Present in a run that the run of a stage started. */
  readonly parent?: {
    readonly run: string;
    /** `batch_started.number`. */
    readonly batch: number;
    /** Siblings are at work beside it, so that only the checkpoint before the batch can be taken. */
    readonly together: boolean;
  };
  /**
   * Present where the step works in a git worktree of its own. The paths above name what a person sees, in the workspace
   * folder; `workplace` tells where the work is. The variables are those of the worktree.
   */
  readonly isolated?: {
    /** Names the worktree (`worktree_started.worktree`). */
    readonly id: string;
    /** Its top folder, absolute. */
    readonly worktree: string;
    /** What stands for the workspace folder there, absolute. */
    readonly folder: string;
    /** The commit that it began with: the tree as it was, uncommitted and untracked files included. */
    readonly base: string;
  };
}

/** A file we wrote, or put back, on behalf of a run. */
export interface FileChange {
  readonly file: string;
  readonly what: string;
}

/** The checkpoints that belong to a run: before its first node, and after its successful end. */
export type RunCheckpointKind = 'before_batch' | 'after_step';

/** A checkpoint exists, whether or not its record could be written. Also after `run_ended`. */
export interface CheckpointTaken extends EventBase {
  readonly type: 'checkpoint_taken';
  readonly checkpoint: string;
  readonly kind: RunCheckpointKind;
  readonly name: string;
  readonly sha: string;
  readonly tree: string;
  /** Top folder of the worktree, absolute: a restore of another worktree leaves the run alone. */
  readonly worktree: string;
  readonly files_changed: number;
  /** How many paths it does not hold. */
  readonly left_out: number;
  readonly record_written: boolean;
  /** Why the record could not be written. */
  readonly problem?: string;
  /** Why the visible tag that the settings ask for was not made. */
  readonly tag_problem?: string;
}

export type RunEvent =
  | RunStarted
  /** A token entered a node. `token` tells parallel branches apart; the first is `0`. */
  | (EventBase & { type: 'node_entered'; token: string; node: string; kind: string; visit: number })
  /** A node is finished: its result as `core/protocol/walk.ts` takes it. */
  | (EventBase & {
      type: 'node_left';
      token: string;
      node: string;
      updates: Readonly<Record<string, unknown>>;
      output?: unknown;
      /** Overrides the graph's own route (a script's `_next`, a fallback). */
      next?: string;
      /** Why the route was overridden or an effect failed, for people. */
      note?: string;
    })
  /** An agent is about to start; everything about the attempt is in `folder` (launch.json, start.json, end.json). */
  | (EventBase & {
      type: 'agent_started';
      token: string;
      node: string;
      attempt: number;
      agent: string;
      mode: 'interactive' | 'headless';
      folder: string;
      answers: string;
    })
  | (EventBase & {
      type: 'agent_ended';
      token: string;
      node: string;
      attempt: number;
      outcome: AgentOutcome;
      /** Changes to plan files that were put back and wait for a person's decision, as Markdown. */
      proposals?: string;
      /** What only we write and somebody else wrote meanwhile, a sentence for each file: no work of this attempt holds. */
      foreign?: readonly string[];
    })
  | (EventBase & {
      type: 'check_started';
      token: string;
      node: string;
      check: CheckName;
      command: string;
      outputFile: string;
    })
  | (EventBase & { type: 'check_ended'; token: string; node: string; record: CheckRecord })
  /** A script beside the graph is about to run. */
  | (EventBase & { type: 'script_started'; token: string; node: string; file: string })
  | (EventBase & {
      type: 'script_ended';
      token: string;
      node: string;
      exitCode: number | null;
      problem?: string;
    })
  | (EventBase & { type: 'gate_opened'; token: string; gate: Gate })
  | (EventBase & { type: 'gate_answered'; token: string; node: string; answer: GateAnswer })
  /** Files of the plan that we wrote, or put back because an agent may not change them. */
  | (EventBase & { type: 'files_changed'; token?: string; node: string; changes: readonly FileChange[] })
  /** The step was approved by a person: a fact of its own, apart from the plan's mark. */
  | (EventBase & { type: 'step_approved'; by: string })
  /** The run stands still and may go on (`resumed`), unless the stop's `resume` is `never`. */
  | (EventBase & { type: 'run_stopped'; stop: RecordedStop })
  | (EventBase & { type: 'run_resumed'; by: string; policy?: StagePolicy })
  | StageEvent
  /** The last checkpoint when a person let the run go on, and every find that did not count (runr.md 12.5). */
  | (EventBase & { type: 'resume_checkpoint_selected' } & ResumeCheckpointSelected)
  /** What was not as that checkpoint has it (runr.md 12.6). */
  | (EventBase & { type: 'drift_detected'; class: string; details: string; action: string })
  /** The protocol reached an end node; `output` is its text, whose first line is a sentinel. */
  | (EventBase & { type: 'run_ended'; node: string; output: string; stop: RecordedStop })
  /** A checkpoint is about to be taken; its ref is named by the id, so that it is found again after a crash. */
  | (EventBase & { type: 'checkpoint_started'; checkpoint: string; kind: RunCheckpointKind })
  | CheckpointTaken
  /** There is no checkpoint, and why; without an id it was not even begun. */
  | (EventBase & {
      type: 'checkpoint_skipped';
      checkpoint?: string;
      kind: RunCheckpointKind;
      code: string;
      detail: string;
      wayOut: string;
    })
  /** Something worth keeping that changes no state. */
  | (EventBase & { type: 'note'; text: string });

export type RunEventType = RunEvent['type'];
