/** A run's `state.json` (runr.md 4.2): where the run stood when it was last written. It has no version of its own. */
import type { Problem } from '../plan';
import { fileProblem, isIndex, objectsIn, once, oneLine, readObject, textOf } from './runrJson';

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
  if ('problem' in read) {
    const message = `Runr's state of this run cannot be read: ${read.problem}. It is left as it is; what checkpoints and the timeline say is shown.`;
    return { problems: [fileProblem('runr-state-damaged', 'warning', file, message)] };
  }
  const { phase, milestone_index, milestones, stop_reason, last_error, updated_at, schema_version } =
    read.fields;
  const problems: Problem[] = [];
  // A version is planned as "1.0.0" and was never written (runr.md 4.2).
  if (schema_version !== undefined && !KNOWN_VERSION.test(JSON.stringify(schema_version)))
    problems.push(fileProblem('runr-version-unknown', 'warning', file, unknownVersion(schema_version)));
  if (!isIndex(milestone_index) || !Array.isArray(milestones) || typeof phase !== 'string')
    problems.push(fileProblem('runr-state-incomplete', 'warning', file, INCOMPLETE));
  return {
    state: {
      phase: textOf(phase) ?? '',
      index: isIndex(milestone_index) ? milestone_index : 0,
      goals: goalsOf(milestones),
      stopReason: textOf(stop_reason),
      lastError: textOf(last_error),
      updatedAt: textOf(updated_at),
    },
    problems,
  };
});

const KNOWN_VERSION = /^"?[01](?:\.[\d.]+)?"?$/;

const INCOMPLETE =
  'phase, milestone_index or milestones are missing or not what Runr writes; what can be read is shown.';

function unknownVersion(version: unknown): string {
  return `This state names the version ${JSON.stringify(version)}, which is not known here; what can be read is shown.`;
}

/** The goals of milestones, as a state or a plan holds them. */
export function goalsOf(milestones: unknown): string[] {
  return objectsIn(milestones).map(({ goal }) => oneLine(textOf(goal) ?? '').replace(/^#+ */, ''));
}
