/**
 * The part of the file system that reading plans needs, and what its errors look like to a person. Synchronous, for
 * callers that work in slices (`Work`): measured against callbacks, whose way through the thread pool costs two to three
 * times as much as reading a file of the usual size.
 */
import * as fs from 'node:fs';
import type { Dirent } from 'node:fs';
import { isWithin } from '../../core/isWithin';

export interface FileState {
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

export interface FileHead extends FileState {
  /** The first bytes, as many as asked for or there; overwritten by the next read. */
  readonly bytes: Buffer;
}

/** Everything throws the system's errors. */
export interface PlanFiles {
  entries(folder: string): Dirent[];
  /** Follows links. */
  kind(path: string): 'file' | 'folder' | 'other';
  /** Of the path itself, links are not followed; `undefined` for what is no regular file. */
  state(file: string): FileState | undefined;
  /**
   * The first `limit` bytes of a regular file; `undefined` for anything else, links among it. Never waits for a writer.
   * @param longer whether a longer file is cut, or not read at all
   */
  head(file: string, limit: number, longer: 'cut' | 'leave'): FileHead | undefined;
  realpath(path: string): string;
}

export const DISK: PlanFiles = {
  entries: (folder) => fs.readdirSync(folder, { withFileTypes: true }),
  kind(path) {
    const state = fs.statSync(path);
    return state.isDirectory() ? 'folder' : state.isFile() ? 'file' : 'other';
  },
  state(file) {
    const state = fs.lstatSync(file);
    return state.isFile() ? state : undefined;
  },
  head,
  realpath: (path) => fs.realpathSync.native(path),
};

// A pipe would be waited for, and a link may have taken the file's place since it was listed. Windows has neither flag.
const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = fs.constants as Partial<typeof fs.constants>;
const FLAGS = (O_RDONLY ?? 0) | O_NONBLOCK | O_NOFOLLOW;

let shared = Buffer.allocUnsafeSlow(128 * 1024);

function head(file: string, limit: number, longer: 'cut' | 'leave'): FileHead | undefined {
  const opened = fs.openSync(file, FLAGS);
  try {
    const state = fs.fstatSync(opened);
    if (!state.isFile()) return undefined;
    const wanted = longer === 'leave' && state.size > limit ? 0 : Math.min(state.size, limit);
    if (wanted > shared.length) shared = Buffer.allocUnsafeSlow(limit);
    let length = 0;
    while (length < wanted) {
      const count = fs.readSync(opened, shared, length, wanted - length, length);
      if (count === 0) break;
      length += count;
    }
    return { size: state.size, mtimeMs: state.mtimeMs, bytes: shared.subarray(0, length) };
  } finally {
    fs.closeSync(opened);
  }
}

/** The system's code of an error, such as `EACCES`; its message where it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Whether the file system refused something; anything else that is thrown is a bug. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Whether an error only says that a path is not there. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** Where a link leads; `closed` when that cannot be told. The boundary is a real path. */
export function linkTarget(
  link: string,
  boundary: string,
  files: PlanFiles,
): 'inside' | 'outside' | 'absent' | 'closed' {
  try {
    return isWithin(boundary, files.realpath(link)) ? 'inside' : 'outside';
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return isAbsent(error) || errorCode(error) === 'ELOOP' ? 'absent' : 'closed';
  }
}
