/** Taking a checkpoint whole: the git object with its ref first, then the tag, then the record (runr.md 12.4). */
import type { CheckpointObject, CheckpointRecord, LeftOut } from '../../core/checkpoints/checkpoint';
import { CHECKPOINT_VERSION, refOf } from '../../core/checkpoints/checkpoint';
import { checkpointMessage } from '../../core/checkpoints/message';
import { recordText } from '../../core/checkpoints/record';
import type { GitCommand } from './gitCommand';
import type { SnapshotLimits, TakeRequest, TakeResult, TakeSnapshot } from './ports';
import { writeRecord } from './records';
import { makeTag, type TagResult } from './tag';

export interface TakeParts {
  readonly git: GitCommand;
  readonly snapshot: TakeSnapshot;
  /** Absolute path of the worktree's top folder. */
  readonly top: string;
  readonly dataFolder: string;
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
  const start = { tool, created_at: parts.now().toISOString() };
  const result = await parts.snapshot({
    folder: top,
    ref: refOf(request.id),
    limits,
    deadlineMs: request.deadlineMs,
    message: (found, leftOut) => checkpointMessage(newRecord(request, start, found, leftOut)),
    ...(request.alsoHold && { alsoHold: request.alsoHold }),
  });
  if ('refused' in result) return result;
  const wanted = parts.tagPrefix !== '' && TAGGED.includes(request.kind);
  const made: TagResult | undefined = wanted
    ? await makeTag(git, top, parts.tagPrefix, result.taken.head)
    : undefined;
  const object = { ...result.taken, ...(made && 'tag' in made && made) };
  const record = newRecord(request, start, object, result.leftOut);
  const failed = await writeRecord(dataFolder, request.id, recordText(record));
  return {
    record,
    ...(failed && { recordProblem: failed.problem }),
    ...(made && 'problem' in made && { tagProblem: made.problem }),
  };
}

function newRecord<T extends Omit<CheckpointObject, 'sha'>>(
  { id, deadlineMs: _, alsoHold: __, unchangedTree, ...about }: TakeRequest,
  start: Pick<CheckpointRecord, 'tool' | 'created_at'>,
  git: T,
  leftOut: readonly LeftOut[],
): Omit<CheckpointRecord, 'git'> & { readonly git: T } {
  const same = unchangedTree === git.tree && about.outcome === 'completed';
  return {
    schema_version: CHECKPOINT_VERSION,
    record_id: id,
    ...start,
    ...about,
    ...(same && { outcome: 'no_changes' as const }),
    git,
    left_out: leftOut,
  };
}
