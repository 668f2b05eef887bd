/** When digests are read from the file that keeps them, and when they are written to it. */
import { errorCode } from '../runner/files';
import { KeptDigests, keepDigests, type KeptDigest } from './keptDigests';
import type { OpenRoot } from './openRoot';
import { Work } from './work';

export interface KeepDigests {
  /** Absolute path of a file that is ours alone. */
  readonly file: string;
  /** It could not be written: nothing is lost but time. */
  readonly report: (message: string) => void;
}

/** A file of megabytes is not written more often, in milliseconds. */
const WRITTEN_AGAIN_AFTER = 60_000;

export class DigestKeeper {
  /** What an earlier window kept; only until everything was read once. */
  kept: KeptDigests | undefined;
  /** The write that is under way. */
  written: Promise<void> = Promise.resolve();
  private begun = false;
  private newDigests = 0;
  private writtenAt = -WRITTEN_AGAIN_AFTER;

  constructor(private readonly options: KeepDigests) {}

  async begin(work: Work): Promise<void> {
    if (this.begun) return;
    this.kept = await KeptDigests.load(this.options.file, work);
    this.begun = true;
  }

  /** Everything was looked at: keeps what is new, beside whatever comes next. */
  scanned(roots: readonly OpenRoot[]): void {
    this.kept = undefined;
    for (const root of roots) this.newDigests += root.newDigests();
    if (this.newDigests === 0 || performance.now() - this.writtenAt < WRITTEN_AGAIN_AFTER) return;
    this.newDigests = 0;
    this.writtenAt = performance.now();
    this.written = this.written.then(() => this.write(roots));
  }

  private async write(roots: readonly OpenRoot[]): Promise<void> {
    const { file, report } = this.options;
    try {
      await keepDigests(file, all(roots), new Work());
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      report(`What was read of plans could not be kept for the next window: ${String(error)}`);
    }
  }
}

function* all(roots: readonly OpenRoot[]): Generator<KeptDigest> {
  for (const root of roots) yield* root.digests();
}
