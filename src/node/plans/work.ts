/** Long work in slices: the event loop gets a turn whenever it was kept for too long, and the work can be given up. */

/** How long the event loop is kept at a time, in milliseconds; one file more may follow. */
const SLICE_MS = 5;

/** How far a scan is: files read or found unchanged, of those that are known to be needed. */
export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

export class Work {
  private since = performance.now();
  private done = 0;
  private total = 0;

  constructor(
    private readonly signal?: AbortSignal,
    private readonly report?: (progress: ScanProgress) => void,
  ) {}

  /** Whether it is time for `pause`. Asked before each file, so it does nothing else. */
  get due(): boolean {
    return performance.now() - this.since > SLICE_MS;
  }

  /** Gives the event loop a turn. Rejects when the signal aborted. */
  async pause(): Promise<void> {
    this.report?.({ done: this.done, total: this.total });
    await new Promise((resolve) => setImmediate(resolve));
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }

  /** Takes every piece of some work, with pauses in between; what it gives at last. */
  async through<T>(pieces: Iterator<unknown, T>): Promise<T> {
    for (;;) {
      const piece = pieces.next();
      if (piece.done) return piece.value;
      if (this.due) await this.pause();
    }
  }

  /** Before something that cannot be cut into slices: it gets one of its own. */
  async freshSlice(): Promise<void> {
    if (performance.now() - this.since > SLICE_MS / 4) await this.pause();
  }

  throwIfAborted(): void {
    this.signal?.throwIfAborted();
  }

  /** So many more files are needed. */
  needs(files: number): void {
    this.total += files;
  }

  /** One more file is done. */
  tick(): void {
    this.done += 1;
  }
}
