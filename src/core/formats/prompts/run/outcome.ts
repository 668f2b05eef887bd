/** How a run of prompts stands: the values behind its logs and reports. */
import type { CheckpointRecord } from '../../../checkpoints/checkpoint';
import type { CheckRecord } from '../../../checks';
import type { Requested } from '../requested';
import type { CommitProposal } from './commitProposal';
import type { DiffSize } from './diffSize';

/**
 * What a prompt came to. `success`, `failed` and `timed_out` are the words of the stage 1 execution log (prompts.md 2.6);
 * the others are ours, and say to other readers only that there was a run. We read `rolled_back` back as well.
 */
export type PromptStatus = 'success' | 'failed' | 'timed_out' | 'stopped' | 'rolled_back' | 'not_run';

export interface PromptOutcome {
  /** `PROMPT_09`. */
  readonly key: string;
  readonly title: string;
  readonly status: PromptStatus;
  /** Why it is no success, one sentence. */
  readonly detail?: string;
  /** ISO 8601 UTC; absent for one that was not run. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** What the agent says that it did. */
  readonly summary?: string;
  /** What the agent says that it checked; see `reportedChecks`. */
  readonly reported?: readonly string[];
  /** What it changed; absent where that is not known. */
  readonly size?: DiffSize;
  /** Commits that were made of it. */
  readonly commits: readonly string[];
}

/** What there is to go back to: a checkpoint, or what `manualPoint` wrote for a person, as Markdown. */
export type Marker = { readonly checkpoint: CheckpointRecord } | { readonly byHand: string };

/** What a prompt asks to be verified. */
export interface RequestedOf extends Requested {
  readonly key: string;
}

export interface BatchOutcome {
  readonly number: number;
  readonly state: 'waiting' | 'running' | 'completed' | 'failed' | 'stopped' | 'rolled_back';
  /** In the order in which they run. */
  readonly prompts: readonly PromptOutcome[];
  /** Absent before the batch began. */
  readonly marker?: Marker;
  /** What was verified at its end. */
  readonly checks: readonly CheckRecord[];
  /** What its prompts ask to be verified, of each that is known of. */
  readonly requested: readonly RequestedOf[];
  readonly proposals: readonly CommitProposal[];
}

export interface PromptsRun {
  /** The plan's title. */
  readonly title: string;
  /** The workspace folder, absolute. */
  readonly folder: string;
  /** Prompts in a batch, for going on. */
  readonly size: number;
  /** Every batch, those that wait too. */
  readonly batches: readonly BatchOutcome[];
  /** When this is written, ISO 8601. */
  readonly at: string;
}

/** How a marker is called: its tag, else its ref. */
export function markerName(marker: Marker): string {
  if ('byHand' in marker) return 'a rollback point by hand';
  const { git, name } = marker.checkpoint;
  return git?.tag ?? git?.ref ?? name;
}

/** Prompts that are left for a later run, in their order. A batch that failed is run again whole (prompts.md 2.4). */
export function deferred(batches: readonly BatchOutcome[]): readonly PromptOutcome[] {
  return batches.flatMap((batch, at) => {
    const later = batches.slice(at + 1);
    return lastOf(batch, later).filter((prompt) => !stands(batch, prompt, later));
  });
}

/** Prompts whose work stands, each with the batch that did it. */
export function completed(
  batches: readonly BatchOutcome[],
): readonly { readonly number: number; readonly prompt: PromptOutcome }[] {
  return batches.flatMap((batch, at) => {
    const later = batches.slice(at + 1);
    const { number } = batch;
    return lastOf(batch, later)
      .filter((prompt) => stands(batch, prompt, later))
      .map((prompt) => ({ number, prompt }));
  });
}

/** Those that no later batch has once more. */
function lastOf({ prompts }: BatchOutcome, later: readonly BatchOutcome[]): readonly PromptOutcome[] {
  const again = new Set(later.flatMap((batch) => batch.prompts.map(({ key }) => key)));
  return prompts.filter(({ key }) => !again.has(key));
}

/** What succeeded in a failed batch stands where a person had a later one begin on top of it. */
function stands({ state }: BatchOutcome, { status }: PromptOutcome, later: readonly BatchOutcome[]): boolean {
  if (status !== 'success' || state === 'rolled_back') return false;
  return state !== 'failed' || later.some((batch) => batch.state !== 'waiting');
}
