/** Runr's checkpoint files as finds: what each says is finished, or why it does not count. */
import { readSidecar } from '../formats/runr/sidecar';
import { type Plan, stepsOf } from '../plan';
import type { Candidate } from './candidates';
import { importedCandidate } from './commits';

export interface FoundSidecar {
  /** Absolute path. */
  readonly file: string;
  /** The file's name without its folder. */
  readonly name: string;
  /** `undefined`: the file is there and could not be read. */
  readonly text: string | undefined;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * One candidate for each sidecar. Without the plan's identity in the file, the title is all that ties it to a step, so
 * a title that is another step's makes it one of another plan (D7, D16).
 * @param missing commits that the repository does not have
 */
export function sidecarCandidates(
  sidecars: readonly FoundSidecar[],
  plan: Plan,
  missing: ReadonlySet<string>,
): Candidate[] {
  return sidecars.map(({ file, name, text, modified }) => {
    const base = { id: file, imported: 'sidecar', modified } as const;
    const read = text === undefined ? { reject: 'unreadable' as const } : readSidecar(name, text);
    if ('reject' in read) return importedCandidate(plan, undefined, read.reject, base);
    const { sha, runId: run, index, title, createdAt } = read.sidecar;
    const step = stepsOf(plan)[index];
    const otherStep = step !== undefined && step.title !== title;
    const why = otherStep ? 'wrong_plan' : missing.has(sha) ? 'object_missing' : undefined;
    return importedCandidate(plan, index, why, { ...base, sha, run, title, createdAt });
  });
}

/** The commits that sidecars name, to ask the repository for. */
export function sidecarCommits(sidecars: readonly FoundSidecar[]): string[] {
  return sidecars.flatMap(({ name, text }) => {
    const read = text === undefined ? undefined : readSidecar(name, text);
    return read !== undefined && 'sidecar' in read ? [read.sidecar.sha] : [];
  });
}
