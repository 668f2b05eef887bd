/** The words of a plan, whatever tool wrote it. Values only: reading them is the business of `formats/` and `node/`. */
import type { Problem } from './problem';
import type { RecordedStop } from './stops';

/** Who speaks: the step's own file, what was left after it, our journal, a person, and the format's other documents. */
export type ClaimSource =
  | 'plan'
  | 'handoff'
  | 'journal'
  | 'person'
  /** The list of stages or steps: a checkbox, a table row, a label (`ROADMAP.md`, `track.md`, a manifest). */
  | 'overview'
  /** The file that says where the work stands (`STATE.md`, `pulse.md`, `HANDOFF.json`). */
  | 'state'
  | 'proof'
  /** What the format's own tool logged (`consumers.jsonl`, run logs). */
  | 'log'
  | 'commit';

/** Who says what about a step or a stage, and where. `stageMap()` weighs claims; nothing else decides a status. */
export interface Claim {
  readonly by: ClaimSource;
  /** The claim in the source's own words: `status: complete`. */
  readonly says: string;
  readonly file?: string;
  readonly line?: number;
  /** ISO 8601 UTC, where the source records a time. */
  readonly since?: string;
  /** What it would mean if it were right; absent where that cannot be told. */
  readonly means?: PlanMark;
  /** Counts only as a hint: never enough for a contradiction (a stale file, a loose match). */
  readonly weak?: true;
}

/** What a format calls its things on screen, singular and lower case. */
export interface Terms {
  readonly plan: string;
  readonly stage: string;
  readonly step: string;
  readonly batch: string;
  readonly gate: string;
  readonly handoff: string;
  /** The audit of a stage, where the format has one. */
  readonly proof?: string;
}

/**
 * The mark that the format's own tool would read (coyote.md 1.2). `superseded` steps are neither run nor counted, and what
 * depends on them is blocked (renn-gsd.md 2.4).
 */
export type PlanMark = 'pending' | 'in-progress' | 'complete' | 'superseded' | 'unrecognised';

/** A document that belongs to a stage, a step or a plan, beside the plan files and handoffs. */
export interface NamedDocument {
  /** The format's word for it, singular and lower case: `research`, `proof`, `run log`. */
  readonly kind: string;
  /** Absolute path. */
  readonly file: string;
}

/** The audit of a whole stage as its format reads it (renn-gsd.md 1.9, 2.4). */
export interface Proof {
  readonly file: string;
  /** After the format's own override: a passed report with human items is `humanNeeded`. */
  readonly verdict: 'passed' | 'humanNeeded' | 'gapsFound' | 'stale' | 'unknown';
  /** The status as written; empty where there is none. */
  readonly text: string;
  /** Why the verdict is not what is written, or cannot be told. */
  readonly reason?: string;
  /** As written: `12/12 must-haves verified`. */
  readonly score?: string;
  /** How many gaps it lists; absent where it lists none. */
  readonly gaps?: number;
  /** What only a person can judge, each by its own words; absent where nobody is needed. */
  readonly items?: readonly string[];
  /** Modification time, milliseconds since the epoch; absent where it could not be read. */
  readonly modified?: number;
}

/** The batch of a step (renn-gsd.md 2.3, 5). */
export interface StepBatch {
  /** What the map groups by: the declared value where there is one, else the computed level. */
  readonly key: string;
  /** As written; absent where nothing is. */
  readonly declared?: string;
  /** The level in the graph of dependencies, from 1 (0 where the stage declares a batch 0); absent on a cycle. */
  readonly computed?: number;
  /** Counted by what is done so far: while a stage is run, `withKeptNumbers` says which number counts. */
  readonly byProgress?: true;
}

/** A handoff document as its format judges it (coyote.md 1.5). */
export interface Handoff {
  readonly file: string;
  /** The step's own handoff, or one that only the lookup by number finds. */
  readonly result: 'complete' | 'partial' | 'blocked' | undefined;
  /** The format's own completion problems, in its own words; empty means valid. */
  readonly defects: readonly string[];
  /** Modification time, milliseconds since the epoch; absent where the file was listed and not read. */
  readonly modified?: number;
}

/** A dependency as the format resolves it. */
export interface Dependency {
  /** As written, e.g. `01`. */
  readonly number: string;
  readonly satisfied: boolean;
  /** Why not, in the format's own words; absent when satisfied. */
  readonly reason?: string;
  /** The step it names, where there is one. */
  readonly step?: string;
}

/** What a completion mark rests on in a format where that is no handoff: found, or what is missing. */
export type Evidence =
  | {
      /** Absolute path of the file that says so, and what kind of record it is: `sidecar`. */
      readonly file: string;
      readonly source: string;
      /** The commit that holds the finished work; git may have it no more. */
      readonly commit?: string;
      /** ISO 8601, where the source records a time. */
      readonly at?: string | undefined;
    }
  | { readonly missing: string };

export interface Step {
  /** Identity inside the plan: the file's base name without extension. Text, never a number. */
  readonly key: string;
  /** As written in the file name; `undefined` where the format has none to read. */
  readonly number: string | undefined;
  readonly title: string;
  /** Absolute path of the plan file. */
  readonly file: string;
  /** Where the step begins in it, where several steps share one file; counted from 0. */
  readonly line?: number;
  /** What the format's own tool would read. */
  readonly mark: PlanMark;
  /** What the author evidently meant; equal to `mark` unless the two differ. */
  readonly meant: PlanMark;
  /** The `status` value as written, for messages. */
  readonly markText: string;
  readonly dependsOn: readonly Dependency[];
  readonly handoff: Handoff | undefined;
  /** The path where this step's handoff belongs, present or not. */
  readonly handoffFile: string;
  /** Commands of the plan's "Test commands" section, one a line, in order. */
  readonly testCommands: readonly string[];
  /** Only in formats whose completion rests on something else than a handoff (runr.md 5). */
  readonly evidence?: Evidence | undefined;
  /** How the format's own tool came to a stop in this step, where it records that. */
  readonly stop?: RecordedStop | undefined;
  /** Where a stage has batches of several steps. */
  readonly batch?: StepBatch;
  /** Paths that the step says it will change, as written. */
  readonly files?: readonly string[];
  /** Kinds of the gates that the plan file declares, in its own words: `human-verify`; `autonomous: false` alone is `gate`. */
  readonly gates?: readonly string[];
  /** Beside the plan's work (set-up for the agent, what its tool cannot take): shown, never next and not counted. */
  readonly uncounted?: true;
  /** Planned after an audit, to close the gaps that it found (renn-gsd.md 1.2). */
  readonly closesGaps?: true;
  /**
   * Its file could not be read, now or before, or what else would tell how it stands, in a clause: a step without a mark
   * is then not ready. `consumers.jsonl could not be read`.
   */
  readonly unread?: true | string;
  /** What else the plan's documents say about this step. */
  readonly claims?: readonly Claim[];
  readonly documents?: readonly NamedDocument[];
  readonly problems: readonly Problem[];
}

/** A named group of steps; a flat plan has one with an empty title, which the map does not show. */
export interface Stage {
  /** Unique in the plan; text, never a number. */
  readonly key: string;
  readonly title: string;
  /** As written: `01`, `38.6`, `36A`; absent where the format or the folder has none. */
  readonly number?: string;
  /** Absolute path of its own folder; absent for a stage that only the overview names. */
  readonly folder?: string;
  /** How it stands as a whole, in words, where the format records that: `stopped: Agent rejected the task`. */
  readonly outcome?: string;
  /** Set where the format has an audit of stages: what the map's status of a stage rests on. */
  readonly audit?: {
    /** Absent: not audited yet. */
    readonly proof?: Proof;
    /** The items that hold, as a person said, and the file that says so (renn-gsd.md 1.9). */
    readonly held?: { readonly file: string; readonly items: readonly string[] };
    /** Preparation is there (intel, context, research), though no step may be. */
    readonly prepared: boolean;
  };
  readonly claims?: readonly Claim[];
  readonly documents?: readonly NamedDocument[];
  /** Why nobody can tell what is in it, as a clause: without a step it is then not said to be not started. */
  readonly unread?: string;
  /** The milestone that the overview puts it under, as written. */
  readonly milestone?: string;
  /** Where a plan has several lines of work with stages of their own, which may have the same numbers: `api`. */
  readonly workstream?: string;
  /** Numbers of the stages that the overview says it waits for, as written there; shown, and never what blocks a step. */
  readonly needs?: readonly string[];
  /** The key of its archive among `Plan.archives`. */
  readonly archive?: string;
  /** Kept for later: never what comes next (renn-gsd.md 2.2, stages 0 and 999). */
  readonly backlog?: true;
  readonly steps: readonly Step[];
  /** Problems of the stage that belong to no single step. */
  readonly problems?: readonly Problem[];
}

/** A finished milestone that was put away: one collapsed group, whose files are read only when it is opened. */
export interface Archive {
  readonly key: string;
  readonly title: string;
  /** How many stages the folder listing shows. */
  readonly stages: number;
  /** Whether its stages are among `Plan.stages`; until then only `stages` is known. */
  readonly opened: boolean;
}

/** Something that a plan's files say is waiting or next, shown on the plan with its age; a hint, never a gate of ours. */
export interface Hint {
  readonly text: string;
  readonly file: string;
  /** ISO 8601 UTC; absent where nothing tells. */
  readonly since?: string;
}

/** A file among the steps that is none, such as a README (coyote.md 1.3). */
export interface Stray {
  /** Absolute path. */
  readonly file: string;
  /** What the format's own tool would read in it. */
  readonly mark: PlanMark;
}

export interface Plan {
  /** `<format>:<root>`; unique in a window. */
  readonly id: string;
  /** The format's id, e.g. `coyote`. */
  readonly format: string;
  /** Another tool's own records: shown and compared with, but nothing in them is run, resumed, set or written. */
  readonly readOnly?: true;
  readonly terms: Terms;
  readonly title: string;
  /** Absolute path of the plan's own folder. */
  readonly root: string;
  /** Absolute path of the workspace folder that holds it. */
  readonly folder: string;
  /** The overview document, where the format has one. */
  readonly overview: string | undefined;
  /** The cumulative notes document, present or not, where the format has one. */
  readonly notes: string | undefined;
  readonly stages: readonly Stage[];
  readonly archives?: readonly Archive[];
  readonly hints?: readonly Hint[];
  readonly documents?: readonly NamedDocument[];
  /** How the format's own tool is set to work, a few words each, where that is not its default: `one at a time`. */
  readonly settings?: readonly string[];
  /** Files among the steps that are none, but that the format's own tool would take for one. */
  readonly strays?: readonly Stray[];
  /** Problems that belong to no single step. */
  readonly problems: readonly Problem[];
}

/** Every step of a plan, in the plan's order. */
export function stepsOf(plan: Plan): Step[] {
  return plan.stages.flatMap((stage) => stage.steps);
}

/** Whether a plan has steps alone: its stages, usually one, have no titles and are not shown. */
export function isFlat(stages: readonly { readonly title: string }[]): boolean {
  return stages.every(({ title }) => title === '');
}
