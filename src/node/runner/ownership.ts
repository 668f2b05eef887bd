/** Which runs of a data folder are driven, by whom, and taking one over. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../core/run';
import type { Processes } from './drive';
import { claim, currentOwner, OWNER_VERSION, release, type Owner } from './owner';
import { realFolder } from './present';

/** Our hold on a run, until it is given up. */
export interface Hold {
  readonly owner: Owner;
  readonly number: number;
  /** Who drove the run before us; `undefined` for nobody. */
  readonly before: Owner | undefined;
}

export class Ownership {
  constructor(
    private readonly runsFolder: string,
    private readonly window: string,
    private readonly processes: Processes,
  ) {}

  /** Takes hold of a run; `undefined` when somebody who lives has it. */
  async take(run: string, folder: string): Promise<Hold | undefined> {
    const before = await currentOwner(join(this.runsFolder, run));
    const owner: Owner = {
      schema_version: OWNER_VERSION,
      ...(await this.processes.self()),
      window: this.window,
      run,
      folder,
    };
    const claimed = await claim(join(this.runsFolder, run), owner, (noted) => this.processes.isAlive(noted));
    return 'number' in claimed ? { owner, number: claimed.number, before } : undefined;
  }

  /** @param closing the window closes while the run is under way: the next one will know that nothing crashed */
  give({ owner, number }: Hold, closing: boolean): Promise<void> {
    return release(join(this.runsFolder, owner.run), number, closing ? owner : undefined);
  }

  /** Another run that somebody drives in the workspace folder, also one that has no journal yet. */
  async otherLive(folder: string, except: string, known: readonly Run[]): Promise<string | undefined> {
    const done = new Set(known.filter(({ phase }) => phase === 'ended').map(({ id }) => id));
    const entries = await readdir(this.runsFolder, { withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name === except || done.has(entry.name)) continue;
      const owner = await currentOwner(join(this.runsFolder, entry.name));
      if (owner === undefined || owner.closed === true || !(await this.processes.isAlive(owner))) continue;
      if (await isSameFolder(owner.folder, folder)) return entry.name;
    }
    return undefined;
  }
}

/** Whether two paths lead to one folder, also by way of links. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  return one === other || (await realFolder(one)) === (await realFolder(other));
}
