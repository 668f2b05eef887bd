/** A run's `state.json` (runr.md 4.2): where the run stood when it was last written. It has no version of its own. */
import { fileProblem, type Problem } from '../../problem';
import { isIndex, objectsIn, readObject, textOf } from '../../jsonObject';
import { oneLine } from '../../oneLine';
import { unreadableState } from './json';
import { once } from '../once';

export interface RunrState {
  /** `STOPPED` for success too; anything else is a run that is at work or crashed: nobody records which. */
  readonly phase: string;
  /** 0-based; every milestone below it is behind, as the run says. May lie past the end (D7). */
  readonly index: number;
  readonly goals: readonly string[];
  readonly stopReason: string | undefined;
  readonly lastError: string | undefined;
  readonly updatedAt: string | undefined;
}

export interface StateRead {
  /** Absent when the file cannot be read as a state at all. */
  readonly state?: RunrState;
  readonly problems: readonly Problem[];
}

/** Reads a state as far as it goes; what is wrong with it is a problem. The same `FileText` is parsed once. */
export const readState = once(({ text }, file): StateRead => {
  const read = readObject(text);
  if ('problem' in read) return { problems: [unreadableState(file, read.problem)] };
  const { phase, milestone_index, milestones, stop_reason, last_error, updated_at, schema_version } =
    read.fields;
  // A version is planned as "1.0.0" and was never written (runr.md 4.2).
  const known = schema_version === undefined || /^"?[01](\.|"?$)/.test(JSON.stringify(schema_version));
  const whole = known && isIndex(milestone_index) && Array.isArray(milestones) && typeof phase === 'string';
  return {
    state: {
      phase: textOf(phase) ?? '',
      index: isIndex(milestone_index) ? milestone_index : 0,
      goals: goalsOf(milestones),
      stopReason: textOf(stop_reason),
      lastError: textOf(last_error),
      updatedAt: textOf(updated_at),
    },
    problems: whole ? [] : [fileProblem('runr-state-unknown', 'warning', file, UNKNOWN)],
  };
});

const UNKNOWN =
  'schema_version, phase, milestone_index or milestones is not what Runr writes; what can be read is shown.';

/** The goals of milestones, as a state or a plan holds them. */
export function goalsOf(milestones: unknown): string[] {
  return objectsIn(milestones).map(({ goal }) => oneLine(textOf(goal) ?? '').replace(/^#+ */, ''));
}
