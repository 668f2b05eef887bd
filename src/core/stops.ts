/**
 * The stop registry: every way a run can end, in one table (formats/runr.md 9.3).
 * Nothing ends with a bare string; foreign strings map through `aliases` and otherwise survive as `unknown` with their raw text.
 */
import { STOP_REASONS, type StopCode } from './stopReasons';

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

/**
 * How a stopped run goes on: by itself, on a person's word, only after something was mended, or not at all. A run goes on
 * unasked only where its entry says `auto`; it is asked of the table and decided nowhere else.
 */
export type ResumeKind = 'auto' | 'manual' | 'after_fix' | 'never';

/** What the table says of one code. */
export interface StopEntry {
  readonly code: string;
  readonly family: StopFamily;
  readonly severity: 'info' | 'warning' | 'error';
  readonly exitCode: number;
  readonly title: string;
  readonly diagnosis: string;
  /** Three next actions, the first the most useful: ids of commands without their `stageRunner.` prefix. */
  readonly actions: readonly string[];
  readonly resume: ResumeKind;
  readonly aliases: readonly string[];
}

export type { StopCode };

export type StopReason = (typeof STOP_REASONS)[number];

/** A stop as it is read: the journal of a newer version may have a code that this one does not know. */
export interface RecordedStop {
  readonly code: string;
  /** One sentence about this very stop; never only the category. */
  readonly detail: string;
  /** The foreign string, where the stop was named by another tool. */
  readonly raw?: string;
}

/** A stop as it is made here: an entry of the table and what happened this time. */
export interface Stop extends RecordedStop {
  readonly code: StopCode;
}

/** The exit codes of each family, first and last (runr.md 9.1; 0, environment, internal and 139 are ours). */
export const EXIT_RANGES: Readonly<Record<StopFamily, readonly [number, number]>> = {
  success: [0, 0],
  constraint: [2, 9],
  failure: [10, 19],
  review: [20, 29],
  agent: [30, 39],
  environment: [40, 59],
  internal: [70, 79],
  resource_limit: [124, 129],
  user: [130, 139],
};

const byCode = new Map<string, StopReason>(STOP_REASONS.map((reason) => [reason.code, reason]));
const byAlias = new Map<string, StopReason>(
  STOP_REASONS.flatMap((reason) => reason.aliases.map((alias) => [alias, reason] as const)),
);

/** The entry of a code. A code that this version does not know (a newer journal's) gives the entry `unknown`. */
export function stopReason(code: string): StopReason {
  const found = byCode.get(code) ?? byCode.get('unknown');
  if (found === undefined) throw new Error('The stop registry has no entry for unknown stops');
  return found;
}

/** A stop named by another tool: its entry by code or alias; anything else is `unknown`. The raw text always survives. */
export function fromForeign(text: string): Stop {
  const reason = byCode.get(text) ?? byAlias.get(text) ?? stopReason('unknown');
  return { code: reason.code, detail: `${reason.title}: the other tool says "${text}".`, raw: text };
}

/** Whether a run that came to rest for this reason goes on as soon as somebody can drive it, without a person's word. */
export function goesOnUnasked(code: string): boolean {
  return stopReason(code).resume === 'auto';
}

/** Whether a run that came to rest for this reason is over for good, whoever wants it to go on. */
export function neverGoesOn(code: string): boolean {
  return stopReason(code).resume === 'never';
}

/** Stops that nobody chose: the terminal, the window or the process went away. */
const INTERRUPTIONS: ReadonlySet<string> = new Set<StopCode>([
  'terminal_closed',
  'window_closed',
  'process_crashed',
]);

/** Whether a run that stopped with this code was cut short by something outside it. */
export function isInterruption(code: string): boolean {
  return INTERRUPTIONS.has(code);
}

/** The whole table, for listings and tests. */
export function allStopReasons(): readonly StopReason[] {
  return STOP_REASONS;
}
