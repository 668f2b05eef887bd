/** The checkpoints of one worktree: what each is about is in files of its own, this brings them together. */
import { relative } from 'node:path';
import type {
  CheckpointRecord,
  CheckpointRefusal,
  PathChange,
  RestorePreview,
  SeenCheckpoint,
} from '../../core/checkpoints/checkpoint';
import { isCommitName } from '../../core/formats/runr/sidecar';
import { isWithin } from '../../core/isWithin';
import { findRemovable, sizeOf } from './cleanUp';
import { changesBetween, type Comparable, fileAt } from './diff';
import { foreignCommit } from './foreignCommit';
import { gitCommand, type GitCommand } from './gitCommand';
import type {
  Checkpoints,
  PreviewRequest,
  RejectedRecord,
  RestoreResult,
  TakeRequest,
  TakeResult,
  TakeSnapshot,
  UnfinishedRestore,
} from './ports';
import { previewRestore } from './preview';
import { orRefused } from './refs';
import { removeAll, removeCheckpoints } from './removeCheckpoints';
import { renameCheckpoint } from './renameCheckpoint';
import { findRepository } from './repository';
import { restoreTree } from './restore';
import { liveRunIn } from '../runner/ownership';
import { realFolder } from '../runner/present';
import { findUnfinishedRestore, keepStrayChanges } from './restoreLog';
import { findCheckpoint, findCheckpoints } from './seenCheckpoints';
import { takeSnapshot } from './snapshot';
import type { Refused } from './snapshotTree';
import { takeCheckpoint } from './takeCheckpoint';
import { CheckpointWatch } from './watchCheckpoints';

/** The settings `stageRunner.checkpoints.*` that count here. */
export interface CheckpointSettings {
  /** MiB. */
  readonly maxFileSize: number;
  /** Empty: no tags. */
  readonly tagPrefix: string;
}

export interface StoreOptions {
  /** `<data>`, absolute. */
  readonly dataFolder: string;
  /** Who writes the records: this extension and its version. */
  readonly tool: CheckpointRecord['tool'];
  /** As they are now. */
  settings(): CheckpointSettings;
  now(): Date;
  /** Unique and sortable by time; letters and digits only. */
  newId(): string;
}

export interface StoreParts extends StoreOptions {
  /** Absolute path of the worktree's top folder. */
  readonly top: string;
  /** git's own name of the worktree (`CheckpointObject.worktree_id`). */
  readonly worktreeId?: string;
  readonly git: GitCommand;
  readonly snapshot: TakeSnapshot;
}

/** A folder with more untracked files is left out. */
const MAX_UNTRACKED = 200;
const MIB = 1024 * 1024;
const SAFETY_DEADLINE_MS = 60_000;

/**
 * The checkpoints of the worktree that a folder (absolute) is in, or why there can be none.
 * Call `dispose` when they are not needed any more.
 */
export async function openCheckpoints(
  options: StoreOptions & { readonly folder: string },
): Promise<CheckpointStore | Refused> {
  const repository = await findRepository(gitCommand, options.folder);
  if ('refused' in repository) return repository;
  if (!isWithin(repository.top, await realFolder(options.folder)))
    return { refused: foreignWorktree(options.folder, repository.top) };
  const store = new CheckpointStore({
    ...options,
    top: repository.top,
    worktreeId: relative(repository.commonDir, repository.gitDir).replaceAll('\\', '/') || '.',
    git: gitCommand,
    snapshot: takeSnapshot,
  });
  await store.open();
  return store;
}

export class CheckpointStore implements Checkpoints {
  private readonly watch: CheckpointWatch;

  constructor(private readonly parts: StoreParts) {
    this.watch = new CheckpointWatch(parts.dataFolder);
  }

  /** Begins to notice changes by other windows. */
  open(): Promise<void> {
    return this.watch.open();
  }

  /** Why changes by other windows are not noticed by themselves; `undefined` while they are. */
  get watchProblem(): string | undefined {
    return this.watch.problem;
  }

  async take(request: TakeRequest): Promise<TakeResult> {
    const { tagPrefix } = this.parts.settings();
    const result = await takeCheckpoint({ ...this.parts, limits: this.limits(), tagPrefix }, request);
    // A checkpoint whose record was not written is there all the same, and no file shows it.
    if ('record' in result && result.recordProblem !== undefined) this.watch.tell();
    else await this.watch.look();
    return result;
  }

  /** @throws GitUnavailable when git cannot be asked any more */
  async list(): Promise<readonly SeenCheckpoint[]> {
    return (await this.find()).seen;
  }

  /** @throws GitUnavailable */
  async rejected(): Promise<readonly RejectedRecord[]> {
    return (await this.find()).rejected;
  }

  async preview(id: string): Promise<RestorePreview | Refused> {
    const seen = await this.one(id);
    return 'refused' in seen ? seen : orRefused(() => previewRestore(this.previewOf(seen.record)));
  }

  async restore(
    id: string,
    preview: RestorePreview,
    by: string,
    what: 'files' | 'files_and_branch' = 'files',
    run?: string,
  ): Promise<RestoreResult> {
    const seen = await this.one(id);
    if ('refused' in seen) return seen;
    const { parts } = this;
    const result = await orRefused(() =>
      restoreTree({
        ...this.previewOf(seen.record),
        preview,
        what,
        by,
        ...(run !== undefined && { run }),
        take: (request) => this.take({ ...request, id: parts.newId(), deadlineMs: SAFETY_DEADLINE_MS }),
        liveRun: (worktree) => liveRunIn(parts.dataFolder, worktree, run),
        discard: (safety) => removeAll(parts, [safety]),
        now: () => parts.now(),
        newId: () => parts.newId(),
      }),
    );
    await this.watch.look();
    return result;
  }

  async changes(id: string, other?: string): Promise<readonly PathChange[] | Refused> {
    const then = await this.comparable(id);
    if ('refused' in then) return then;
    const now = other === undefined ? undefined : await this.one(other);
    if (now && 'refused' in now) return now;
    const request = { folder: this.parts.top, limits: this.limits() };
    return orRefused(() => changesBetween(request, then.record, now?.record));
  }

  async fileAt(id: string, path: string): Promise<Buffer | undefined> {
    const seen = await this.comparable(id);
    return 'refused' in seen ? undefined : fileAt(this.parts.top, seen.record, path);
  }

  unfinished(): Promise<UnfinishedRestore | undefined> {
    return findUnfinishedRestore(this.parts.dataFolder, this.parts.top);
  }

  async keepStray(by: string): Promise<void> {
    const { dataFolder, top } = this.parts;
    await keepStrayChanges(dataFolder, top, by, this.parts.now());
    await this.watch.look();
  }

  async rename(id: string, name: string): Promise<Refused | undefined> {
    const seen = await this.one(id);
    if ('refused' in seen) return seen;
    const refused = await renameCheckpoint(this.parts.dataFolder, seen, name);
    await this.watch.look();
    return refused && { refused };
  }

  async remove(ids: readonly string[]): Promise<Refused | undefined> {
    const refused = await orRefused(() => removeCheckpoints(this.parts, ids));
    await this.watch.look();
    return refused;
  }

  /** @throws GitUnavailable */
  removable(): Promise<readonly SeenCheckpoint[]> {
    return findRemovable(this.parts, this.parts.now());
  }

  size(ids: readonly string[]): Promise<number | Refused> {
    return orRefused(() => sizeOf(this.parts, ids));
  }

  onDidChange(listener: () => void): () => void {
    return this.watch.onDidChange(listener);
  }

  dispose(): void {
    this.watch.dispose();
  }

  private find(): ReturnType<typeof findCheckpoints> {
    return findCheckpoints(this.parts);
  }

  private one(id: string): ReturnType<typeof findCheckpoint> {
    return findCheckpoint(this.parts, id);
  }

  /** A checkpoint, or by its full name a commit that another tool calls one. */
  private comparable(id: string): Promise<{ readonly record: Comparable } | Refused> {
    return isCommitName(id) ? foreignCommit(this.parts, id) : this.one(id);
  }

  private limits(): PreviewRequest['limits'] {
    return { maxFileSize: this.parts.settings().maxFileSize * MIB, maxUntracked: MAX_UNTRACKED };
  }

  private previewOf(target: CheckpointRecord): PreviewRequest {
    const { top, dataFolder } = this.parts;
    return { folder: top, dataFolder, target, limits: this.limits() };
  }
}

/** By `core.worktree`, a repository can name any folder: nothing outside of what a person opened is touched. */
function foreignWorktree(folder: string, top: string): CheckpointRefusal {
  return {
    code: 'foreign_worktree',
    detail: `The repository of ${folder} says that its files lie elsewhere, in ${top}.`,
    wayOut: 'Take “core.worktree” out of its configuration, or open the other folder.',
  };
}
