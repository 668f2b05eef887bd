/** The whole output of a check on disk, up to a limit, and its decisive lines. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { DecisiveLines } from '../../core/handoff/decisive';

/** A check that prints more is still judged by all of its output; the rest is not kept. */
export const OUTPUT_LIMIT = 50 * 1024 * 1024;

export class OutputFile {
  private readonly decoder = new StringDecoder('utf8');
  private readonly lines = new DecisiveLines();
  private written = 0;
  private failure: Error | undefined;

  private constructor(
    private readonly stream: WriteStream,
    private readonly limit: number,
  ) {
    // A full disk is told by `close`: until then the check goes on and is judged by what arrives.
    stream.on('error', (error) => {
      this.failure ??= error;
    });
  }

  /** Creates the file, or empties it; throws when it cannot be written. */
  static async open(file: string, limit = OUTPUT_LIMIT): Promise<OutputFile> {
    await mkdir(dirname(file), { recursive: true });
    const stream = createWriteStream(file);
    await once(stream, 'open');
    return new OutputFile(stream, limit);
  }

  /** A line of ours that is no part of the output: the command that runs now. */
  heading(text: string): void {
    this.stream.write(`${text}\n`);
  }

  /** A line of ours that belongs to the result: why a command could not be started. */
  line(text: string): void {
    this.stream.write(`${text}\n`);
    this.lines.push(`\n${text}\n`);
  }

  /** Takes a piece of the output. When it gives a promise, the next piece has to wait for it. */
  take(bytes: Buffer): Promise<void> | undefined {
    this.lines.push(this.decoder.write(bytes));
    const room = this.limit - this.written;
    if (room <= 0) return undefined;
    this.written += bytes.length;
    const full = this.stream.write(bytes.subarray(0, room));
    if (bytes.length >= room) {
      this.heading(`\n[Output is kept up to ${this.limit.toString()} bytes; the rest was left out.]`);
    }
    return full || this.failure !== undefined ? undefined : this.writable();
  }

  /** Resolves when everything is on the disk; rejects when something could not be written. */
  async close(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.stream.end();
    await finished(this.stream);
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

  /** The decisive lines of everything that was taken, also of what is not kept. */
  decisive(): string[] {
    return this.lines.lines();
  }
}
