/** Taking a checkpoint whole: the git object with its ref first, then the tag, then the record (runr.md 12.4). */
import type { CheckpointObject, CheckpointRecord, LeftOut } from '../../core/checkpoints/checkpoint';
import { CHECKPOINT_VERSION, refOf } from '../../core/checkpoints/checkpoint';
import { checkpointMessage } from '../../core/checkpoints/message';
import { recordText } from '../../core/checkpoints/record';
import type { GitCommand } from './gitCommand';
import type { SnapshotLimits, TakeRequest, TakeResult, TakeSnapshot } from './ports';
import { writeRecord } from './records';
import { nextOrder } from '../order';
import { makeTag, type TagResult } from './tag';

export interface TakeParts {
  readonly git: GitCommand;
  readonly snapshot: TakeSnapshot;
  /** Absolute path of the worktree's top folder. */
  readonly top: string;
  readonly dataFolder: string;
  /** git's own name of the worktree (`CheckpointObject.worktree_id`), where it is known. */
  readonly worktreeId?: string;
  /** Who writes the record. */
  readonly tool: CheckpointRecord['tool'];
  readonly limits: SnapshotLimits;
  /** Empty: no tag. */
  readonly tagPrefix: string;
  now(): Date;
}

/** Kinds that a person looks for by a tag: a tag after each step would name the same commit again. */
const TAGGED: readonly CheckpointRecord['kind'][] = ['before_batch', 'manual'];

/** From the ref on, the checkpoint exists: what fails after it is told, and takes nothing back. */
export async function takeCheckpoint(parts: TakeParts, request: TakeRequest): Promise<TakeResult> {
  const { git, top, dataFolder, tool, limits } = parts;
  const { id, deadlineMs, captured, unchangedTree, unmarked, ...about } = request;
  const created_at = parts.now().toISOString();
  const order = await nextOrder(dataFolder);
  const named = parts.worktreeId === undefined ? {} : { worktree_id: parts.worktreeId };
  const recordOf = <T extends Found>(found: T, left_out: readonly LeftOut[]): RecordOf<T> => ({
    schema_version: CHECKPOINT_VERSION,
    record_id: id,
    tool,
    created_at,
    ...order,
    ...about,
    ...(found.tree === unchangedTree && about.outcome === 'completed' && { outcome: 'no_changes' }),
    git: { ...found, ...named },
    left_out,
  });
  const result = await parts.snapshot({
    folder: top,
    ref: refOf(id),
    limits,
    deadlineMs,
    message: (found, leftOut) => checkpointMessage(recordOf(found, leftOut)),
    ...(captured && { captured }),
  });
  if ('refused' in result) return result;
  const { taken, leftOut } = result;
  const marked = !unmarked && parts.tagPrefix !== '' && TAGGED.includes(about.kind);
  const tag: TagResult | undefined = marked
    ? await makeTag(git, top, parts.tagPrefix, taken.head)
    : undefined;
  const record = recordOf({ ...taken, ...(tag && 'tag' in tag && tag) }, leftOut);
  const failed = await writeRecord(dataFolder, id, recordText(record));
  return {
    record,
    ...(failed && { recordProblem: failed.problem }),
    ...(tag && 'problem' in tag && { tagProblem: tag.problem }),
  };
}

type Found = Omit<CheckpointObject, 'sha'>;
type RecordOf<T> = Omit<CheckpointRecord, 'git'> & { readonly git: T };
