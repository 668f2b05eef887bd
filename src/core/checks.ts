/** A check is a command whose result is evidence. */

export type CheckName = 'format' | 'lint' | 'build' | 'test';

/** Where a check's command was found. */
export type CheckSource = 'plan' | 'settings' | 'environment' | 'detected';

/** The commands of one check: each an argument list, run in order until one fails. Never a shell string. */
export interface CheckCommand {
  readonly check: CheckName;
  readonly source: CheckSource;
  /** As a person would type it; for display and evidence. */
  readonly display: string;
  readonly argvs: readonly CheckArgv[];
}

export interface CheckArgv {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a check showed. `not_run` is never green. */
export interface CheckRecord {
  readonly check: CheckName;
  readonly status: 'passed' | 'failed' | 'timed_out' | 'not_run';
  /** As typed, or why it was not run. */
  readonly display: string;
  readonly source?: CheckSource;
  readonly exitCode?: number | null;
  readonly durationMs?: number;
  /** The lines that decide, at most 40, without terminal codes. */
  readonly lines: readonly string[];
  /** The full output, absolute path. */
  readonly outputFile?: string;
}

/** Whether a check was run to no good end; one that was not run has not failed. */
export function hasFailed({ status }: Pick<CheckRecord, 'status'>): boolean {
  return status === 'failed' || status === 'timed_out';
}
