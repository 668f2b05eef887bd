/** Paths that are held although they are ignored now. */
import { dirname } from 'node:path/posix';
import { statusOf } from './leftOut';
import type { BytePath } from './snapshotScan';

/**
 * Those of the paths (relative to the worktree's top folder) that are files or symbolic links of this worktree and not
 * larger than the limit. What lies behind a symbolic link or in a repository of its own is not of this worktree.
 */
export async function alsoHeld(
  top: string,
  paths: readonly string[],
  maxFileSize: number,
): Promise<readonly BytePath[]> {
  const ours = new Map<BytePath, boolean>([['.', true]]);
  const isOurs = async (folder: BytePath): Promise<boolean> => {
    const known = ours.get(folder);
    if (known !== undefined) return known;
    const plain = (await statusOf(top, folder))?.isDirectory() === true;
    const answer =
      plain && (await statusOf(top, `${folder}/.git`)) === undefined && (await isOurs(dirname(folder)));
    ours.set(folder, answer);
    return answer;
  };
  const held: BytePath[] = [];
  for (const path of paths.map((name) => Buffer.from(name).toString('latin1'))) {
    const status = await statusOf(top, path);
    if (status === undefined || status.isDirectory() || status.size > maxFileSize) continue;
    if (await isOurs(dirname(path))) held.push(path);
  }
  return held;
}
