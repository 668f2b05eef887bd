/** What the Checkpoints view, the status bar and the commands know of the checkpoints: values, newest first. */
import type { CheckpointRecord, CheckpointRefusal, SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import type { UnfinishedRestore } from '../../node/checkpoints/ports';

export interface FoundCheckpoint extends SeenCheckpoint {
  /** The workspace folder that it was found from. */
  readonly folder: string;
}

export interface SeenCheckpoints {
  /** Newest first. */
  readonly checkpoints: readonly FoundCheckpoint[];
  /** Why a folder has none, such as that it is in no repository. */
  readonly problems: readonly CheckpointRefusal[];
  /** Why changes by other windows are not noticed by themselves, one text for each worktree. */
  readonly unwatched: readonly string[];
  readonly unfinished: readonly (UnfinishedRestore & { readonly folder: string })[];
}

export const NOTHING_SEEN: SeenCheckpoints = { checkpoints: [], problems: [], unwatched: [], unfinished: [] };

/** The one that a rollback returns to unless another is chosen: the newest that exists and is no way back itself. */
export function latest(checkpoints: readonly FoundCheckpoint[]): FoundCheckpoint | undefined {
  return checkpoints.find(({ record, exists }) => exists && isOwn(record));
}

/** The one that was made before this one, of the same worktree, to compare with. */
export function previous(
  checkpoints: readonly FoundCheckpoint[],
  of: FoundCheckpoint,
): FoundCheckpoint | undefined {
  const at = checkpoints.findIndex(({ record }) => record.record_id === of.record.record_id);
  return checkpoints
    .slice(at + 1)
    .find(({ record, exists }) => exists && record.git?.worktree === of.record.git?.worktree);
}

/** The way back from the last restore. */
export function lastSafety(checkpoints: readonly FoundCheckpoint[]): FoundCheckpoint | undefined {
  return checkpoints.find(({ record, exists }) => exists && record.kind === 'safety');
}

function isOwn({ kind }: CheckpointRecord): boolean {
  return kind !== 'safety' && kind !== 'imported';
}
