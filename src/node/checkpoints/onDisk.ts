import type { BytePath } from './snapshotScan';

/** Where a path of a worktree lies: bytes, because a name need not be UTF-8. */
export function onDisk(top: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${top}/`), Buffer.from(path, 'latin1')]);
}
