/** The part of the file system that reading plans needs, and what its errors look like to a person. */
import type { Dirent, Stats } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { isWithin } from '../../core/isWithin';
import type { Problem } from '../../core/plan';

export interface PlanFiles {
  entries(folder: string): Promise<Dirent[]>;
  stat(file: string): Promise<Stats>;
  read(file: string): Promise<Buffer>;
  realpath(file: string): Promise<string>;
}

export const DISK: PlanFiles = {
  entries: (folder) => nodeFs.readdir(folder, { withFileTypes: true }),
  stat: (file) => nodeFs.stat(file),
  read: (file) => nodeFs.readFile(file),
  realpath: (file) => nodeFs.realpath(file),
};

/** The system's code of an error, such as `EACCES`; its message where it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Whether the file system refused something; anything else that is thrown is a bug. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Whether an error only says that a path is not there. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** Where a link leads; `closed` when that cannot be told. The boundary is a real path. */
export async function linkTarget(
  link: string,
  boundary: string,
  files: PlanFiles,
): Promise<'inside' | 'outside' | 'absent' | 'closed'> {
  try {
    return isWithin(boundary, await files.realpath(link)) ? 'inside' : 'outside';
  } catch (error) {
    return isAbsent(error) || errorCode(error) === 'ELOOP' ? 'absent' : 'closed';
  }
}

/** A warning about a whole file or folder. */
export function fileProblem(code: string, file: string, message: string): Problem {
  const start = { line: 0, character: 0 };
  return { code, severity: 'warning', file, range: { start, end: start }, message };
}
