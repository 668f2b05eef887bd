/** Journals as they count now: without what the restores of their worktree took back. */
import { realpath } from 'node:fs/promises';
import { unfinishedRestore, type Restore, type RestoreLog } from '../../core/checkpoints/restoreHistory';
import { foldNow } from '../../core/history';
import { isWithin } from '../../core/isWithin';
import type { JournalFold, UnreadableRun } from '../../core/run';
import { loadRestoreLog, restoreLogFile } from '../checkpoints/restoreLog';
import { errorCode } from './files';

export class Present {
  private log: RestoreLog = { restores: [], damaged: [], newer: [] };
  private problem: string | undefined;
  private folds = new WeakMap<JournalFold, JournalFold>();
  private readonly realFolders = new Map<string, string>();

  constructor(private readonly dataFolder: string) {}

  /** Reads the log of restores again. The last good state of one that cannot be read stays; `unreadable` tells of it. */
  async read(): Promise<void> {
    try {
      this.log = await loadRestoreLog(this.dataFolder);
      this.problem = damage(this.log);
      this.folds = new WeakMap();
    } catch (error) {
      if (errorCode(error) === undefined || !(error instanceof Error)) throw error;
      this.problem = `The log of restores cannot be read: ${error.message}`;
    }
  }

  get unreadable(): readonly UnreadableRun[] {
    return this.problem === undefined
      ? []
      : [{ file: restoreLogFile(this.dataFolder), unreadable: this.problem }];
  }

  /** Notes where a workspace folder really is. Needed before `of` is asked about its runs. */
  async know(folder: string): Promise<void> {
    if (!this.realFolders.has(folder)) this.realFolders.set(folder, await realFolder(folder));
  }

  of(fold: JournalFold): JournalFold {
    const known = this.folds.get(fold);
    if (known) return known;
    const folder = fold.run?.header.folder ?? '';
    const now = foldNow(fold, this.log.restores, this.realFolders.get(folder) ?? folder);
    this.folds.set(fold, now);
    return now;
  }

  /** The restore of the folder's worktree that is under way, or was cut short; by the log as it is on the disk. */
  async unfinished(folder: string): Promise<Restore | undefined> {
    const log = await loadRestoreLog(this.dataFolder);
    const real = await realFolder(folder);
    const worktrees = new Set(log.restores.map(({ started }) => started.worktree));
    const here = [...worktrees].filter((worktree) => isWithin(worktree, real));
    return here.map((worktree) => unfinishedRestore(log, worktree)).find((restore) => restore !== undefined);
  }
}

function damage({ damaged }: RestoreLog): string | undefined {
  if (damaged.length === 0) return undefined;
  return `The log of restores cannot be read at lines ${damaged.join(', ')}; what these lines took back still counts`;
}

/** With links resolved, as git gives the top folders of worktrees. A folder that is gone is taken at its word. */
export async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return folder;
  }
}
