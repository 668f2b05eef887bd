/** Noticing that checkpoints came, went or changed, in this window or another. */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../runner/files';
import { Listeners } from '../runner/listeners';
import { watchFolder } from '../runner/watchFolder';
import { recordsFolder } from './records';

/** File events come in bursts: one write may be several. */
const SETTLE_MS = 50;
const RESTORES = 'restores.jsonl';

export class CheckpointWatch {
  private readonly changed = new Listeners<undefined>();
  private readonly stops: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private known = '';
  /** Why changes by other windows are not noticed by themselves; `undefined` while they are. */
  problem: string | undefined;

  constructor(private readonly dataFolder: string) {}

  /** Begins to watch. Where the system does not allow it, `problem` says so, and own changes are still told. */
  async open(): Promise<void> {
    try {
      await mkdir(recordsFolder(this.dataFolder), { recursive: true });
      this.watch(recordsFolder(this.dataFolder), (name) => name === null || name.endsWith('.json'));
      this.watch(this.dataFolder, (name) => name === null || name === RESTORES);
    } catch (error) {
      this.failed(error);
    }
    this.known = await this.state();
  }

  onDidChange(listener: () => void): () => void {
    return this.changed.add(listener);
  }

  /** Looks at the disk, and tells when anything is not as it was told last. Own changes call this when they are over. */
  look(): Promise<void> {
    const turn = this.last.then(async () => {
      const now = await this.state();
      if (now === this.known) return;
      this.known = now;
      this.changed.tell(undefined);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Tells of a change that no file shows, such as of a ref alone. */
  tell(): void {
    this.changed.tell(undefined);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private watch(folder: string, counts: (name: string | null) => boolean): void {
    const stop = watchFolder(
      folder,
      (name) => {
        if (counts(name)) this.noticed();
      },
      (problem) => {
        this.problem = problem;
      },
    );
    this.stops.push(stop);
  }

  private noticed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look().catch((error: unknown) => this.failed(error));
    }, SETTLE_MS);
  }

  private failed(error: unknown): void {
    if (!(error instanceof Error) || errorCode(error) === undefined) throw error;
    this.problem = `${this.dataFolder} is not watched: ${error.message}`;
  }

  /** Names, sizes and times of what is watched, as one text to compare. */
  private async state(): Promise<string> {
    const folder = recordsFolder(this.dataFolder);
    const names = (await listed(folder)).filter((name) => name.endsWith('.json')).sort();
    const files = [...names.map((name) => join(folder, name)), join(this.dataFolder, RESTORES)];
    return (await Promise.all(files.map(fileState))).join('\n');
  }
}

async function listed(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

async function fileState(file: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(file);
    return `${file} ${size} ${mtimeMs} ${ino}`;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return `${file} ${code}`;
  }
}
