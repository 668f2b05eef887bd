/** Texts of plan files by path, size and modification time; what was last good outlives a failed read. */
import type { FileText } from '../../core/formats/format';
import type { Problem } from '../../core/plan';
import { MAX_FILE_BYTES } from './defaults';
import { errorCode, fileProblem, type PlanFiles } from './planFiles';

/** `known`: trust what is there; `check`: look whether the file changed; `again`: read in any case. */
export type Freshness = 'known' | 'check' | 'again';

export interface CachedText {
  /** Missing when the file was never readable. */
  readonly text?: FileText;
  readonly problem?: Problem;
}

interface Entry extends CachedText {
  readonly size: number;
  readonly mtimeMs: number;
}

/** A writer that is faster than this many looks will cause another event. */
const LOOKS = 3;

export class TextCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly files: PlanFiles) {}

  /** The text of a file. Never rejects for what a file can do: that is a problem `read-failed`, `file-empty`, `file-too-large`. */
  async read(file: string, freshness: Freshness): Promise<CachedText> {
    const entry = this.entries.get(file);
    if (freshness === 'known' && entry !== undefined && entry.problem === undefined) return entry;
    const next = await this.look(file, entry, freshness);
    this.entries.set(file, next);
    return next;
  }

  /** Forgets every file that is not asked for any more. */
  keepOnly(files: ReadonlySet<string>): void {
    for (const file of this.entries.keys()) if (!files.has(file)) this.entries.delete(file);
  }

  private async look(file: string, entry: Entry | undefined, freshness: Freshness): Promise<Entry> {
    try {
      for (let left = LOOKS; ; left -= 1) {
        const { size, mtimeMs } = await this.files.stat(file);
        const same = entry !== undefined && entry.size === size && entry.mtimeMs === mtimeMs;
        if (same && freshness !== 'again' && entry.problem === undefined) return entry;
        if (size > MAX_FILE_BYTES) return failed(entry, tooLarge(file, size));
        const bytes = await this.files.read(file);
        // Another length than announced: it is being written just now.
        if (bytes.length !== size && left > 1) continue;
        if (bytes.length === 0 && entry?.text?.text) return failed(entry, emptied(file));
        return { size, mtimeMs, text: { text: bytes.toString('utf8'), modified: mtimeMs } };
      }
    } catch (error) {
      return failed(entry, fileProblem('read-failed', file, failedMessage(error, entry)));
    }
  }
}

/** What was last good, with the problem; no size matches it, so that the next look reads again. */
function failed(entry: Entry | undefined, problem: Problem): Entry {
  return { size: -1, mtimeMs: -1, problem, ...(entry?.text && { text: entry.text }) };
}

function failedMessage(error: unknown, entry: Entry | undefined): string {
  const shown = entry?.text ? 'what was last read is shown' : 'nothing is known of it';
  return `This file cannot be read (${errorCode(error)}); ${shown}. Check its permissions.`;
}

function emptied(file: string): Problem {
  const message = 'This file is empty now; what was last read is shown, in case it is being written.';
  return fileProblem('file-empty', file, message);
}

function tooLarge(file: string, size: number): Problem {
  const message = `This file has ${size} bytes, more than ${MAX_FILE_BYTES}, and is not read.`;
  return fileProblem('file-too-large', file, message);
}
