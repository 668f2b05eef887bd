/**
 * Digests of plan files, kept in a file of ours across windows: only a cache, so whatever is wrong with it means that
 * plan files are read again. A line a digest: absolute path, format, version of the digest, size, modification time,
 * JSON, with tabs between them; a line of JSON with the schema version comes first.
 */
import { readFile, stat } from 'node:fs/promises';
import { errorCode, writeWhole } from '../runner/files';
import type { FileState } from './planFiles';
import type { Work } from './work';

const HEADER = '{"schema_version":1}\n';
/** So much is kept at most: a workspace cannot make it grow without end. */
const MAX_BYTES = 48 * 1024 * 1024;
const MAX_DIGEST_LENGTH = 32 * 1024;
const TAB = 9;
const LINE_END = 10;

export interface KeptDigest extends FileState {
  /** Absolute path. */
  readonly file: string;
  readonly format: string;
  readonly version: number;
  readonly digest: unknown;
}

export class KeptDigests {
  private constructor(
    private readonly bytes: Buffer,
    /** Where the line of a path has its next field. */
    private readonly lines: ReadonlyMap<string, number>,
  ) {}

  /** What an earlier window kept; nothing where there is no such file, or one that is not understood. */
  static async load(file: string, work: Work): Promise<KeptDigests> {
    const bytes = await readBounded(file);
    const lines = new Map<string, number>();
    const known = bytes.subarray(0, HEADER.length).toString() === HEADER;
    let start = known ? HEADER.length : bytes.length;
    while (start < bytes.length) {
      if (work.due) await work.pause();
      const end = bytes.indexOf(LINE_END, start);
      const tab = bytes.indexOf(TAB, start);
      // A last line without an end was cut short.
      if (end === -1 || tab === -1) break;
      if (tab < end) lines.set(bytes.toString('utf8', start, tab), tab + 1);
      start = end + 1;
    }
    return new KeptDigests(bytes, lines);
  }

  get size(): number {
    return this.lines.size;
  }

  has(file: string): boolean {
    return this.lines.has(file);
  }

  /** The digest of a file that is still as it was; `undefined` where it is not, or where the line is damaged. */
  digest(file: string, format: string, version: number, { size, mtimeMs }: FileState): unknown {
    const start = this.lines.get(file);
    if (start === undefined) return undefined;
    const line = this.bytes.toString('utf8', start, this.bytes.indexOf(LINE_END, start));
    const wanted = `${format}\t${version}\t${size}\t${mtimeMs}\t`;
    if (!line.startsWith(wanted)) return undefined;
    try {
      return JSON.parse(line.slice(wanted.length));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return undefined;
    }
  }
}

/** Keeps these digests in place of all that were kept; those that do not fit are left out. Rejects with the system's errors. */
export async function keepDigests(file: string, digests: Iterable<KeptDigest>, work: Work): Promise<void> {
  const chunks: Buffer[] = [Buffer.from(HEADER)];
  let length = HEADER.length;
  for (const digest of digests) {
    if (work.due) await work.pause();
    const line = lineOf(digest);
    if (line === undefined || length + line.length > MAX_BYTES) continue;
    chunks.push(line);
    length += line.length;
  }
  await writeWhole(file, Buffer.concat(chunks));
}

/** `undefined` for what a line cannot hold. */
function lineOf({ file, format, version, size, mtimeMs, digest }: KeptDigest): Buffer | undefined {
  const json = JSON.stringify(digest ?? null);
  if (json.length > MAX_DIGEST_LENGTH || /[\t\n]/.test(file)) return undefined;
  return Buffer.from(`${file}\t${format}\t${version}\t${size}\t${mtimeMs}\t${json}\n`);
}

async function readBounded(file: string): Promise<Buffer> {
  try {
    return (await stat(file)).size > MAX_BYTES ? Buffer.alloc(0) : await readFile(file);
  } catch (error) {
    // Nothing was kept yet, or it cannot be had: everything is read from the plans themselves.
    if (errorCode(error) !== undefined) return Buffer.alloc(0);
    throw error;
  }
}
