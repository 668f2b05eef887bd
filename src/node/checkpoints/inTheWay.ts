/** What lies on the disk where a restore would write: git itself overwrites files and whole folders that it ignores. */
import { lstatSync, readdirSync } from 'node:fs';
import { parentsOf } from '../../core/checkpoints/restorePlan';
import { errorCode } from '../runner/files';
import { onDisk } from './onDisk';
import type { BytePath } from './snapshotScan';

type Kind = 'absent' | 'folder' | 'file' | 'other';

export interface Obstacle {
  /** The path itself, or one of the folders around it that is none. */
  readonly path: BytePath;
  /** `other`: a pipe, a socket, a device. */
  readonly kind: Exclude<Kind, 'absent'>;
  /** Bytes. */
  readonly size: number;
}

/**
 * Looks at the disk below a worktree's top folder; what it saw of folders counts for the whole restore. Synchronous, for
 * the same reason as `statusOf`.
 */
export function diskBelow(top: string): {
  obstacle(path: BytePath): Obstacle | undefined;
  /** Whether the path lies in a repository of its own, or is one. */
  isForeign(path: BytePath): boolean;
  filesBelow(folder: BytePath): readonly BytePath[];
} {
  const folders = new Map<BytePath, { kind: Kind; size: number }>();
  const folder = (path: BytePath): { kind: Kind; size: number } => {
    const seen = folders.get(path) ?? look(top, path);
    folders.set(path, seen);
    return seen;
  };
  return {
    obstacle(path) {
      for (const parent of parentsOf(path)) {
        const { kind, size } = folder(parent);
        if (kind === 'absent') return undefined;
        if (kind !== 'folder') return { path: parent, kind, size };
      }
      const { kind, size } = look(top, path);
      return kind === 'absent' ? undefined : { path, kind, size };
    },
    isForeign: (path) =>
      [...parentsOf(path), path].some(
        (each) => folder(each).kind === 'folder' && folder(`${each}/.git`).kind !== 'absent',
      ),
    filesBelow: (path) => filesBelow(top, path),
  };
}

/** Every file in a folder and the folders below; a repository of its own counts as one file. */
function filesBelow(top: string, folder: BytePath): readonly BytePath[] {
  const entries = readdirSync(onDisk(top, folder), { withFileTypes: true, encoding: 'buffer' });
  const names = entries.map((entry) => ({ entry, name: Buffer.from(entry.name).toString('latin1') }));
  if (names.some(({ name }) => name === '.git')) return [folder];
  return names.flatMap(({ entry, name }) => {
    const path = `${folder}/${name}`;
    return entry.isDirectory() ? filesBelow(top, path) : [path];
  });
}

function look(top: string, path: BytePath): { kind: Kind; size: number } {
  try {
    const status = lstatSync(onDisk(top, path), { throwIfNoEntry: false });
    if (status === undefined) return { kind: 'absent', size: 0 };
    if (status.isDirectory()) return { kind: 'folder', size: 0 };
    return { kind: status.isFile() || status.isSymbolicLink() ? 'file' : 'other', size: status.size };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    // What may not be looked at is in the way.
    return { kind: code === 'ENOTDIR' ? 'absent' : 'other', size: 0 };
  }
}
