/** What there is: records and refs brought together (runr.md 12.5, the sources `record` and `hidden_ref`). */
import type { CheckpointRecord, CheckpointRefusal, SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { refOf } from '../../core/checkpoints/checkpoint';
import { rebuildRecord } from '../../core/checkpoints/message';
import { newestFirst } from '../../core/checkpoints/record';
import { isGone } from '../runner/files';
import type { GitCommand } from './gitCommand';
import type { RejectedRecord } from './ports';
import { listRecords, readOne, type RecordFile } from './records';
import { checkpointRefs, commitsOf, orRefused, treesOf } from './refs';

/** Where the checkpoints of a worktree are. */
export interface Place {
  readonly git: GitCommand;
  /** Absolute path of the worktree's top folder. */
  readonly top: string;
  readonly dataFolder: string;
  /** git's own name of the worktree: those of a worktree that was moved are found by it. */
  readonly worktreeId?: string;
}

export interface Found {
  /** Newest first, those of the worktree. */
  readonly seen: readonly SeenCheckpoint[];
  readonly rejected: readonly RejectedRecord[];
}

/**
 * Reads everything anew.
 * @throws GitUnavailable when git cannot be asked
 */
export async function findCheckpoints(place: Place): Promise<Found> {
  const { git, top, dataFolder } = place;
  const files = await listRecords(dataFolder);
  const refs = await checkpointRefs(git, top);
  const whole = new Set(files.filter(({ read }) => 'record' in read).map(({ id }) => id));
  const lost = new Map([...refs].filter(([id]) => !whole.has(id)));
  const rebuilt = (await commitsOf(git, top, lost)).map((commit) => fromCommit(commit, files));
  const records = [...files.flatMap(fromFile), ...rebuilt.flatMap((one) => ('record' in one ? [one] : []))];
  const here = (await Promise.all(records.map((one) => ofWorktree(place, one)))).flatMap((one) => one ?? []);
  const trees = await treesOf(
    git,
    top,
    here.flatMap(({ record }) => record.git?.sha ?? []),
  );
  return {
    seen: [...here]
      .sort((a, b) => newestFirst(a.record, b.record, b.modifiedMs - a.modifiedMs))
      .map(({ record, readOnly, rebuilt }) => ({
        record,
        readOnly,
        rebuilt,
        ...standing(record, refs, trees),
      })),
    rejected: rejectedOf(files, rebuilt),
  };
}

/** One checkpoint of the worktree, whose commit may be gone; or why it cannot be found. */
export async function findCheckpoint(
  place: Place,
  id: string,
): Promise<Whole | { readonly refused: CheckpointRefusal }> {
  const { git, top, dataFolder } = place;
  const file = /^[0-9A-Za-z]+$/.test(id) ? await readOne(dataFolder, id) : undefined;
  const whole = file && fromFile(file)[0];
  const found = whole ?? (await orRefused(() => fromRef(git, top, id, file)));
  if (found && 'refused' in found) return found;
  if (found === undefined || !('record' in found)) return { refused: notFound(id, found?.detail) };
  return (await ofWorktree(place, found)) ?? { refused: elsewhere(found.record) };
}

/** What is of this worktree, by its path or, where that folder is gone, by git's name of it: then it was moved here. */
async function ofWorktree({ top, worktreeId }: Place, found: Whole): Promise<Whole | undefined> {
  const { git } = found.record;
  if (git === undefined || git.worktree === top) return git && found;
  if (worktreeId === undefined || git.worktree_id !== worktreeId) return undefined;
  if (!(await isGone(git.worktree))) return undefined;
  return { ...found, record: { ...found.record, git: { ...git, worktree: top } } };
}

async function fromRef(
  git: GitCommand,
  top: string,
  id: string,
  file: RecordFile | undefined,
): Promise<Rebuilt | undefined> {
  const sha = (await checkpointRefs(git, top)).get(id);
  if (sha === undefined) return undefined;
  const [commit] = await commitsOf(git, top, new Map([[id, sha]]));
  return commit && fromCommit(commit, file ? [file] : []);
}

function notFound(id: string, detail: string | undefined): CheckpointRefusal {
  return {
    code: 'no_such_checkpoint',
    detail: `There is no checkpoint ${id} any more. ${detail ?? ''}`.trim(),
    wayOut: 'Refresh the list of checkpoints, and choose another one.',
  };
}

function elsewhere({ name, git }: CheckpointRecord): CheckpointRefusal {
  return {
    code: 'other_worktree',
    detail: `The checkpoint “${name}” is of another worktree, ${git?.worktree ?? 'which its record does not name'}.`,
    wayOut: 'Open that worktree.',
  };
}

interface Whole extends Pick<SeenCheckpoint, 'record' | 'readOnly' | 'rebuilt'> {
  readonly modifiedMs: number;
}
type Rebuilt = Whole | RejectedRecord;

function fromFile({ read, modifiedMs }: RecordFile): readonly Whole[] {
  return 'record' in read ? [{ ...read, modifiedMs, rebuilt: false }] : [];
}

/** A record that a newer version wrote in a way that we cannot read stays that version's, also when it is rebuilt. */
function fromCommit(commit: Parameters<typeof rebuildRecord>[0], files: readonly RecordFile[]): Rebuilt {
  const read = rebuildRecord(commit);
  if ('rejected' in read) return { place: refOf(commit.id), ...read.rejected };
  const file = files.find(({ id }) => id === commit.id);
  const newer = file && 'rejected' in file.read && file.read.rejected.why === 'unknown_schema_newer';
  return { record: read.record, readOnly: read.readOnly || newer === true, modifiedMs: 0, rebuilt: true };
}

/** Whether a record's commit is there, and whether its ref still keeps it. */
function standing(
  { record_id: id, git }: CheckpointRecord,
  refs: ReadonlyMap<string, string>,
  trees: ReadonlyMap<string, string>,
): Pick<SeenCheckpoint, 'exists' | 'reject'> {
  if (git === undefined || trees.get(git.sha) !== git.tree)
    return { exists: false, reject: 'object_missing' };
  return { exists: true, ...(refs.get(id) !== git.sha && { reject: 'ref_moved' as const }) };
}

function rejectedOf(files: readonly RecordFile[], rebuilt: readonly Rebuilt[]): readonly RejectedRecord[] {
  const whole = new Set(rebuilt.flatMap((one) => ('record' in one ? [one.record.record_id] : [])));
  return [
    ...files.flatMap(({ id, file, read }) =>
      'rejected' in read && !whole.has(id) ? [{ place: file, ...read.rejected }] : [],
    ),
    ...rebuilt.flatMap((one) => ('place' in one ? [one] : [])),
  ];
}
