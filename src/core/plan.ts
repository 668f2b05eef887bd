/** The words of a plan, whatever tool wrote it. Values only: reading them is the business of `formats/` and `node/`. */
import type { Stop } from './stops';

/** A place in a text file; lines and characters count from 0, as the editor counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of a text file; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = 'error' | 'warning' | 'info';

/** Something a person should know about a file: shown in the Problems panel, on the row and by the CLI. */
export interface Problem {
  /** Stable, kebab-case: `status-not-exact`. */
  readonly code: string;
  readonly severity: Severity;
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  /** What is there, what was expected, and what to do. */
  readonly message: string;
}

/** Who says what about a step, and where. `stageMap()` weighs claims; nothing else decides a status. */
export interface Claim {
  readonly by: 'plan' | 'handoff' | 'journal' | 'person';
  /** The claim in the source's own words: `status: complete`. */
  readonly says: string;
  readonly file?: string;
  readonly line?: number;
  /** ISO 8601 UTC, where the source records a time. */
  readonly since?: string;
}

/** What a format calls its things on screen, singular and lower case. */
export interface Terms {
  readonly plan: string;
  readonly stage: string;
  readonly step: string;
  readonly batch: string;
  readonly gate: string;
  readonly handoff: string;
}

/** The mark that the format's own tool would read in a plan file (coyote.md 1.2). */
export type PlanMark = 'pending' | 'in-progress' | 'complete' | 'unrecognised';

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
  readonly stop?: Stop | undefined;
  readonly problems: readonly Problem[];
}

/** A named group of steps; a flat plan has one with an empty title, which the map does not show. */
export interface Stage {
  readonly key: string;
  readonly title: string;
  /** How it stands as a whole, in words, where the format records that: `stopped: Agent rejected the task`. */
  readonly outcome?: string;
  readonly steps: readonly Step[];
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
  /** Files among the steps that are none, but that the format's own tool would take for one. */
  readonly strays?: readonly Stray[];
  /** Problems that belong to no single step. */
  readonly problems: readonly Problem[];
}

/** Every step of a plan, in the plan's order. */
export function stepsOf(plan: Plan): Step[] {
  return plan.stages.flatMap((stage) => stage.steps);
}
