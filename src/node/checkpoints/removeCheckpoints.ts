/** Deleting checkpoints for good. */
import type { CheckpointRecord, CheckpointRefusal, SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { refOf } from '../../core/checkpoints/checkpoint';
import { unfinishedRestore, type RestoreLog } from '../../core/checkpoints/restoreHistory';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import { checkpointRefs, GitUnavailable } from './refs';
import { removeRecord } from './records';
import { findCheckpoints, type Place } from './seenCheckpoints';
import { loadRestoreLog } from './restoreLog';

/**
 * Removes those of the ids that are checkpoints of the worktree, all of them or none.
 * @throws GitUnavailable
 */
export async function removeCheckpoints(
  place: Place,
  ids: readonly string[],
): Promise<{ readonly refused: CheckpointRefusal } | undefined> {
  const { seen } = await findCheckpoints(place);
  const wanted = seen.filter(({ record }) => ids.includes(record.record_id));
  const records = wanted.map(({ record }) => record);
  const log = await loadRestoreLog(place.dataFolder);
  const refused = notRemovable(wanted, log, place.top) ?? (await removeAll(place, records));
  return refused && { refused };
}

/** Why one of the checkpoints may not be removed; nothing is removed then. */
function notRemovable(
  seen: readonly SeenCheckpoint[],
  log: RestoreLog,
  top: string,
): CheckpointRefusal | undefined {
  const newer = seen.find(({ readOnly }) => readOnly);
  if (newer) return newerVersion(newer.record.name);
  const ids = new Set(seen.map(({ record }) => record.record_id));
  const unfinished = unfinishedRestore(log, top)?.started;
  if (unfinished && (ids.has(unfinished.safety.id) || ids.has(unfinished.checkpoint.id)))
    return {
      code: 'restore_unfinished',
      detail: `A rollback to “${unfinished.checkpoint.name}” was cut short, and needs this checkpoint to be finished or undone.`,
      wayOut: 'Finish or undo the rollback first.',
    };
  const last = lastRestore(log, top);
  if (last && ids.has(last.safety.id))
    return {
      code: 'undo_of_restore',
      detail: `This checkpoint is the way back from the last rollback, to “${last.checkpoint.name}”.`,
      wayOut: 'Undo the rollback, or delete the checkpoint after another rollback.',
    };
  return undefined;
}

export function newerVersion(name: string): CheckpointRefusal {
  return {
    code: 'newer_version',
    detail: `The checkpoint “${name}” was written by a newer version of Stage Runner, which alone may change it.`,
    wayOut: 'Update Stage Runner.',
  };
}

/**
 * Removes refs and tags in one transaction, then the records: when git refuses, everything is still there.
 * A tag goes only where it still names what the checkpoint's HEAD was.
 * @throws GitUnavailable
 */
export async function removeAll(
  { git, top, dataFolder }: Place,
  records: readonly CheckpointRecord[],
): Promise<CheckpointRefusal | undefined> {
  const there = await checkpointRefs(git, top);
  const tags = await tagsAt(git, top, records);
  const refs = records.flatMap(({ record_id: id }) => {
    const sha = there.get(id);
    return sha === undefined ? [] : [{ ref: refOf(id), sha }];
  });
  const commands = [...refs, ...tags].map(({ ref, sha }) => `delete ${ref}\0${sha}\0`);
  const answer = await git({ folder: top, args: ['update-ref', '-z', '--stdin'], input: commands.join('') });
  if (answer.code !== 0) return refusalOf(answer, top, 'delete the refs of the checkpoints');
  for (const { record_id: id } of records) {
    const failed = await removeRecord(dataFolder, id);
    if (failed)
      return { code: 'record_not_removed', detail: failed.problem, wayOut: 'Delete the file by hand.' };
  }
  return undefined;
}

async function tagsAt(
  git: GitCommand,
  top: string,
  records: readonly CheckpointRecord[],
): Promise<readonly { ref: string; sha: string }[]> {
  const wanted = new Map<string, string | undefined>(
    records.flatMap(({ git: object }) =>
      object?.tag === undefined ? [] : [[`refs/tags/${object.tag}`, object.head] as const],
    ),
  );
  if (wanted.size === 0) return [];
  const answer = await git({
    folder: top,
    args: ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags/'],
  });
  if (answer.code !== 0) throw new GitUnavailable(refusalOf(answer, top, 'list the tags'));
  return answer.stdout
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [, sha = '', ref = ''] = /^([0-9a-f]+) (.*)$/.exec(line) ?? [];
      return wanted.get(ref) === sha ? [{ ref, sha }] : [];
    });
}

/** The last restore of the worktree that changed anything. */
function lastRestore(log: RestoreLog, top: string): RestoreLog['restores'][number]['started'] | undefined {
  return log.restores.findLast(
    ({ started, ended }) => started.worktree === top && ended !== undefined && ended.outcome !== 'refused',
  )?.started;
}
