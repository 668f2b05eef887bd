/** Paths that are held although they are ignored now, or beyond a limit. */
import { dirname, isAbsolute } from 'node:path/posix';
import { statusOf } from './leftOut';
import type { BytePath } from './snapshotScan';

/**
 * Those of the paths (relative to the worktree's top folder) that are files or symbolic links of this worktree. What
 * lies behind a symbolic link or in a repository of its own is not of this worktree.
 */
export function alsoHeld(top: string, paths: readonly string[]): BytePath[] {
  const ours = new Map<BytePath, boolean>([['.', true]]);
  const isOurs = (folder: BytePath): boolean => {
    const known = ours.get(folder);
    if (known !== undefined) return known;
    const plain = statusOf(top, folder)?.isDirectory() === true;
    const answer = plain && statusOf(top, `${folder}/.git`) === undefined && isOurs(dirname(folder));
    ours.set(folder, answer);
    return answer;
  };
  const held: BytePath[] = [];
  for (const path of paths.map((name) => Buffer.from(name).toString('latin1'))) {
    if (isAbsolute(path) || path.split('/').includes('..')) continue;
    const status = statusOf(top, path);
    if (status === undefined || status.isDirectory()) continue;
    if (isOurs(dirname(path))) held.push(path);
  }
  return held;
}
