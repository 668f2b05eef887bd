/** What a program prints, on the disk up to a limit: of a longer output the beginning, and the end, which tells how it went. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** So many bytes of the beginning and of the end are kept; what lies between is left out. */
export interface OutputLimits {
  readonly head: number;
  readonly tail: number;
}

const MEBIBYTE = 1024 * 1024;
/** 50 MiB in all. */
const LIMITS: OutputLimits = { head: 49 * MEBIBYTE, tail: MEBIBYTE };

export class CappedFile {
  private readonly stream: WriteStream;
  private room: number;
  /** The pieces that the end is in, and how long they are. */
  private readonly end: Buffer[] = [];
  private held = 0;
  private leftOut = 0;
  private failure: Error | undefined;

  /** Creates the file, or empties it. */
  constructor(
    file: string,
    private readonly limits = LIMITS,
  ) {
    this.room = limits.head;
    this.stream = createWriteStream(file);
    // A full disk is told by `close`: whoever prints goes on until then.
    this.stream.on('error', (error) => {
      this.failure ??= error;
    });
  }

  /** Resolves when the file is there; rejects when it cannot be written. */
  async opened(): Promise<void> {
    await once(this.stream, 'open');
  }

  /** Takes a piece of the output. When it gives a promise, the next piece has to wait for it. */
  take(bytes: Buffer): Promise<void> | undefined {
    const head = bytes.subarray(0, this.room);
    this.room -= head.length;
    if (head.length < bytes.length) this.takeEnd(bytes.subarray(head.length));
    if (head.length === 0 || this.failure !== undefined || this.stream.write(head)) return undefined;
    return this.writable();
  }

  /** Writes the end, and what was left out before it. Rejects when something could not be written. */
  async close(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const held = Buffer.concat(this.end);
    const end = held.subarray(Math.max(0, held.length - this.limits.tail));
    const leftOut = this.leftOut + held.length - end.length;
    if (leftOut > 0) this.stream.write(`\n[${leftOut} bytes of the output are left out here.]\n`);
    this.stream.end(end);
    await finished(this.stream);
  }

  private takeEnd(bytes: Buffer): void {
    this.end.push(bytes);
    this.held += bytes.length;
    for (;;) {
      const first = this.end[0]?.length ?? 0;
      if (first === 0 || this.held - first < this.limits.tail) return;
      this.end.shift();
      this.held -= first;
      this.leftOut += first;
    }
  }

  private writable(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.stream.off('drain', done).off('close', done);
        resolve();
      };
      this.stream.once('drain', done).once('close', done);
    });
  }
}
