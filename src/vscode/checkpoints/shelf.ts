/**
 * The checkpoints of the workspace's folders, as they were last read. What lists and shows them reads `seen`; what acts
 * on them opens the folder's own. Nothing of git loads before the first of either.
 */
import type { CheckpointRecord, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { AutomaticCheckpoints } from '../../node/checkpoints/automatic';
import type { Checkpoints, UnfinishedRestore } from '../../node/checkpoints/ports';
import { Listeners } from '../../node/runner/listeners';
import { NOTHING_SEEN, type FoundCheckpoint, type SeenCheckpoints } from './seen';

/** The checkpoints of the worktree that a folder is in. */
export interface OpenedCheckpoints {
  readonly checkpoints: Checkpoints;
  /** For the runner, and for those taken by hand: one that is taken ends the pause of automatic ones. */
  readonly automatic: AutomaticCheckpoints;
}

/** Why there can be none, such as that the folder is in no repository. */
interface Refused {
  readonly refused: CheckpointRefusal;
}

export interface ShelfParts {
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
  /** Without trust no git runs, so there are none. */
  trusted(): boolean;
  /** Who writes the records. */
  readonly tool: CheckpointRecord['tool'];
  open(folder: string): Promise<OpenedCheckpoints | Refused>;
  /** Ids of other tools' finds that a person said belong to a plan of this workspace. */
  readonly confirmed: { list(): readonly string[]; add(id: string): PromiseLike<void> };
  report(error: unknown): void;
}

export class CheckpointShelf {
  seen: SeenCheckpoints = NOTHING_SEEN;
  private readonly listeners = new Listeners<SeenCheckpoints>();
  private readonly known = new Map<string, Promise<OpenedCheckpoints | Refused>>();
  /** This window restores at the moment: what is under way is not cut short. */
  private restoring = false;
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(private readonly parts: ShelfParts) {}

  get confirmed(): ShelfParts['confirmed'] {
    return this.parts.confirmed;
  }

  get tool(): ShelfParts['tool'] {
    return this.parts.tool;
  }

  /** Called after `seen` was replaced. Returns how to stop listening. */
  onDidChange(listener: (seen: SeenCheckpoints) => void): () => void {
    return this.listeners.add(listener);
  }

  /** The checkpoints of a folder's worktree; the same object for the same folder. Rejects without trust. */
  open(folder: string): Promise<OpenedCheckpoints | Refused> {
    if (!this.parts.trusted())
      return Promise.reject(new Error(`In Restricted Mode no git is asked about ${folder}.`));
    const before = this.known.get(folder);
    if (before) return before;
    const opening = this.parts.open(folder).then((opened) => {
      if ('refused' in opened) this.known.delete(folder);
      else opened.checkpoints.onDidChange(() => void this.refresh());
      return opened;
    });
    this.known.set(folder, opening);
    // One that could not be opened is opened again when it is needed again.
    opening.catch(() => this.known.delete(folder));
    return opening;
  }

  /** The same for a folder whose checkpoints were seen: that there are none any more is an error. */
  async opened(folder: string): Promise<OpenedCheckpoints> {
    const opened = await this.open(folder);
    if ('refused' in opened) throw new Error(`${opened.refused.detail} ${opened.refused.wayOut}`);
    return opened;
  }

  /** Reads all checkpoints again. Resolves when `seen` has what was there when it was called. */
  refresh(): Promise<void> {
    // Changes come in bursts: one more reading follows, however many came.
    this.again = true;
    this.reading ??= this.readWhileAsked();
    return this.reading;
  }

  /** Does the work of a restore, and reads everything again when it is over. */
  async whileRestoring<T>(work: () => Promise<T>): Promise<T> {
    this.restoring = true;
    try {
      return await work();
    } finally {
      this.restoring = false;
      await this.refresh();
    }
  }

  async dispose(): Promise<void> {
    for (const opened of await Promise.all(this.known.values()))
      if ('checkpoints' in opened) opened.checkpoints.dispose();
  }

  private async readWhileAsked(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.read();
      } catch (error) {
        this.parts.report(error);
      }
    }
    // In the same turn as the last look at `again`: nobody is left to wait for a reading that is over.
    this.reading = undefined;
  }

  private async read(): Promise<void> {
    const folders = this.parts.trusted() ? this.parts.folders() : [];
    this.seen = together(await Promise.all(folders.map((folder) => this.readFolder(folder))));
    this.listeners.tell(this.seen);
  }

  private async readFolder(folder: string): Promise<SeenCheckpoints> {
    const opened = await this.open(folder);
    if ('refused' in opened) return { ...NOTHING_SEEN, problems: [opened.refused] };
    const { checkpoints } = opened;
    const list = await orRefusal(() => checkpoints.list());
    if ('refused' in list) return { ...NOTHING_SEEN, problems: [list.refused] };
    const open = await orRefusal(async () => ({
      restore: this.restoring ? undefined : await checkpoints.unfinished(),
    }));
    const problems = 'refused' in open ? [open.refused] : [];
    const unfinished = 'restore' in open ? open.restore : undefined;
    return {
      checkpoints: list.map((one) => ({ ...one, folder })),
      problems,
      unwatched: checkpoints.watchProblem === undefined ? [] : [checkpoints.watchProblem],
      unfinished: unfinished === undefined ? [] : [{ ...unfinished, folder }],
    };
  }
}

/** git can be away for a while, and the data folder refuse to be read: that is said in the view, and is no failure of it. */
async function orRefusal<T>(ask: () => Promise<T>): Promise<T | Refused> {
  const { orRefused } = await import('../../node/checkpoints/refs');
  return orRefused(ask);
}

/** Folders of one worktree have the same checkpoints: each is there once. */
function together(folders: readonly SeenCheckpoints[]): SeenCheckpoints {
  const known = new Set<string>();
  const lists = folders.map(({ checkpoints }) =>
    checkpoints.filter(({ record: { record_id: id } }) => !known.has(id) && known.add(id)),
  );
  const unfinished = new Map<string, UnfinishedRestore & { folder: string }>();
  for (const one of folders.flatMap((folder) => folder.unfinished)) unfinished.set(one.id, one);
  return {
    checkpoints: merged(lists),
    problems: folders.flatMap(({ problems }) => problems),
    // Folders of one data folder are not watched for the same reason.
    unwatched: [...new Set(folders.flatMap(({ unwatched }) => unwatched))],
    unfinished: [...unfinished.values()],
  };
}

/** Newest first by the clock between folders; in one, the list's own order stays: the clock may have been set back. */
function merged(lists: readonly (readonly FoundCheckpoint[])[]): FoundCheckpoint[] {
  const left = lists.map((list) => [...list]);
  const all: FoundCheckpoint[] = [];
  for (;;) {
    const heads = left.filter(([head]) => head !== undefined);
    const time = ([head]: readonly FoundCheckpoint[]): string => head?.record.created_at ?? '';
    const next = heads
      .reduce<FoundCheckpoint[] | undefined>(
        (best, list) => (best === undefined || time(list) > time(best) ? list : best),
        undefined,
      )
      ?.shift();
    if (next === undefined) return all;
    all.push(next);
  }
}
