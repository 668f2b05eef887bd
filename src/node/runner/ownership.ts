/** Which runs of a data folder are driven, by whom, and taking one over. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isWithin } from '../../core/isWithin';
import type { Run } from '../../core/run';
import type { Processes } from './drive';
import { errorCode } from './files';
import { claim, currentOwner, OWNER_VERSION, release, type Owner } from './owner';
import { realFolder } from './present';
import { systemProcesses } from './systemProcesses';

/** Our hold on a run, until it is given up. */
export interface Hold {
  readonly owner: Owner;
  readonly number: number;
  /** Who drove the run before us; `undefined` for nobody. */
  readonly before: Owner | undefined;
}

/** A run that somebody wants to drive. */
export interface Entrant {
  readonly run: string;
  /** Its workspace folder, absolute. */
  readonly folder: string;
  /** The run of the stage that started it. */
  readonly parent: string | undefined;
  /** The top folder of the worktree that it has for itself. */
  readonly worktree?: string | undefined;
}

export function entrantOf({ id, header }: Run): Entrant {
  return { run: id, folder: header.folder, parent: header.parent?.run, worktree: header.isolated?.worktree };
}

export class Ownership {
  constructor(
    private readonly runsFolder: string,
    private readonly window: string,
    private readonly processes: Processes,
  ) {}

  /** Takes hold of a run; `undefined` when somebody who lives has it. */
  async take({ run, folder, parent, worktree }: Entrant): Promise<Hold | undefined> {
    const before = await currentOwner(join(this.runsFolder, run));
    const owner: Owner = {
      schema_version: OWNER_VERSION,
      ...(await this.processes.self()),
      window: this.window,
      run,
      folder,
      ...(parent !== undefined && { parent }),
      ...(worktree !== undefined && { worktree }),
    };
    const claimed = await claim(join(this.runsFolder, run), owner, (noted) => this.processes.isAlive(noted));
    return 'number' in claimed ? { owner, number: claimed.number, before } : undefined;
  }

  /** @param closing the window closes while the run is under way: the next one will know that nothing crashed */
  give({ owner, number }: Hold, closing: boolean): Promise<void> {
    return release(join(this.runsFolder, owner.run), number, closing ? owner : undefined);
  }

  /** A hold outlives no failure: until the window closes, the run would count as driven. */
  async orGiveUp<T>(hold: Hold, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.give(hold, false);
      throw error;
    }
  }

  /**
   * Another run that somebody drives in the workspace folder, also one that has no journal yet.
   * @param withStage those of the same stage that this process drives do not count
   */
  otherLive({ owner }: Hold, withStage: boolean): Promise<string | undefined> {
    return this.live(
      async (other) =>
        other.run !== owner.run &&
        !(withStage && isFamily(owner, other)) &&
        (await isSameFolder(other.folder, owner.folder)),
    );
  }

  /**
   * A run that somebody drives in a folder of the worktree; its top folder absolute, with links resolved.
   * @param besides a run that does not count
   */
  async liveIn(worktree: string, besides?: string): Promise<string | undefined> {
    return this.live(
      async ({ run, folder, worktree: own }) =>
        run !== besides && (own === worktree || isWithin(worktree, await realFolder(folder))),
    );
  }

  private async live(isMeant: (owner: Owner) => boolean | Promise<boolean>): Promise<string | undefined> {
    for (const entry of await entriesOf(this.runsFolder)) {
      if (!entry.isDirectory()) continue;
      const owner = await currentOwner(join(this.runsFolder, entry.name));
      if (owner === undefined || owner.closed === true || !(await isMeant(owner))) continue;
      if (await this.processes.isAlive(owner)) return entry.name;
    }
    return undefined;
  }
}

/** Whether two runs are that of a stage and of a step of it, or of two of its steps, in the hands of one process. */
function isFamily(one: Owner, other: Owner): boolean {
  if (one.pid !== other.pid || one.start !== other.start) return false;
  if (one.parent === other.run || other.parent === one.run) return true;
  return one.parent !== undefined && one.parent === other.parent;
}

/** A run of the data folder that a process of this machine drives in the worktree (its top folder, absolute). */
export function liveRunIn(
  dataFolder: string,
  worktree: string,
  besides?: string,
): Promise<string | undefined> {
  return new Ownership(join(dataFolder, 'runs'), '', systemProcesses).liveIn(worktree, besides);
}

/** Where nothing ever ran there is no folder. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Whether two paths lead to one folder, also by way of links. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  return one === other || (await realFolder(one)) === (await realFolder(other));
}
