/** The output of a check on disk, and its decisive lines. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { DecisiveLines } from '../../core/handoff/decisive';
import { CappedFile, type OutputLimits } from '../processes/cappedFile';

export class OutputFile {
  private readonly decoder = new StringDecoder('utf8');
  private readonly lines = new DecisiveLines();

  private constructor(private readonly file: CappedFile) {}

  /** Creates the file, or empties it; throws when it cannot be written. */
  static async open(file: string, limits?: OutputLimits): Promise<OutputFile> {
    await mkdir(dirname(file), { recursive: true });
    const capped = new CappedFile(file, limits);
    await capped.opened();
    return new OutputFile(capped);
  }

  /** A line of ours that is no part of the output: the command that runs now. */
  heading(text: string): void {
    void this.file.take(Buffer.from(`${text}\n`));
  }

  /** A line of ours that belongs to the result: why a command could not be started. */
  line(text: string): void {
    this.heading(text);
    this.lines.push(`\n${text}\n`);
  }

  /** Takes a piece of the output. When it gives a promise, the next piece has to wait for it. */
  take(bytes: Buffer): Promise<void> | undefined {
    this.lines.push(this.decoder.write(bytes));
    return this.file.take(bytes);
  }

  /** Resolves when everything that is kept is on the disk; rejects when something could not be written. */
  close(): Promise<void> {
    return this.file.close();
  }

  /** The decisive lines of everything that was taken, also of what is not kept. */
  decisive(): string[] {
    return this.lines.lines();
  }
}
