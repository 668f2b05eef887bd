/**
 * The stop registry: every way a run can end, in one table (formats/runr.md 9.3).
 * Nothing ends with a bare string; foreign strings map through `aliases` and otherwise survive as `unknown` with their raw text.
 */

export type StopFamily =
  | 'success'
  | 'user'
  | 'resource_limit'
  | 'constraint'
  | 'failure'
  | 'review'
  | 'agent'
  | 'environment'
  | 'internal';

/** How a stopped run goes on: by itself, on a person's word, only after something was mended, or not at all. */
export type ResumeKind = 'auto' | 'manual' | 'after_fix' | 'never';

export interface StopReason {
  readonly code: string;
  readonly family: StopFamily;
  readonly severity: 'info' | 'warning' | 'error';
  readonly exitCode: number;
  readonly title: string;
  readonly diagnosis: string;
  /** Up to three next actions: ids of commands without their `stageRunner.` prefix. */
  readonly actions: readonly string[];
  readonly resume: ResumeKind;
  readonly aliases: readonly string[];
}

/** A stop as a journal keeps it: an entry of the table and what happened this time. */
export interface Stop {
  readonly code: string;
  /** One sentence about this very stop; never only the category. */
  readonly detail: string;
  /** The foreign string, where the stop was named by another tool. */
  readonly raw?: string;
}
