/** What lies on the disk where a restore would write: git itself overwrites files and whole folders that it ignores. */
import { lstat, readdir } from 'node:fs/promises';
import { parentsOf } from '../../core/checkpoints/restorePlan';
import { errorCode } from '../runner/files';
import type { BytePath } from './snapshotScan';

type Kind = 'absent' | 'folder' | 'file' | 'other';

export interface Obstacle {
  /** The path itself, or one of the folders around it that is none. */
  readonly path: BytePath;
  /** `other`: a pipe, a socket, a device. */
  readonly kind: Exclude<Kind, 'absent'>;
}

/** Looks at the disk below a worktree's top folder; what it saw of folders counts for the whole restore. */
export function diskBelow(top: string): {
  obstacle(path: BytePath): Promise<Obstacle | undefined>;
  filesBelow(folder: BytePath): Promise<readonly BytePath[]>;
} {
  const folders = new Map<BytePath, Kind>();
  const folderKind = async (path: BytePath): Promise<Kind> => {
    const kind = folders.get(path) ?? (await kindOf(top, path));
    folders.set(path, kind);
    return kind;
  };
  return {
    async obstacle(path) {
      for (const parent of parentsOf(path)) {
        const kind = await folderKind(parent);
        if (kind === 'absent') return undefined;
        if (kind !== 'folder') return { path: parent, kind };
      }
      const kind = await kindOf(top, path);
      return kind === 'absent' ? undefined : { path, kind };
    },
    filesBelow: (folder) => filesBelow(top, folder),
  };
}

/** Every file in a folder and the folders below; a repository of its own counts as one file. */
async function filesBelow(top: string, folder: BytePath): Promise<readonly BytePath[]> {
  const entries = await readdir(onDisk(top, folder), { withFileTypes: true, encoding: 'buffer' });
  const names = entries.map((entry) => ({ entry, name: Buffer.from(entry.name).toString('latin1') }));
  if (names.some(({ name }) => name === '.git')) return [folder];
  const found: BytePath[] = [];
  for (const { entry, name } of names) {
    const path = `${folder}/${name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(top, path)));
    else found.push(path);
  }
  return found;
}

async function kindOf(top: string, path: BytePath): Promise<Kind> {
  try {
    const status = await lstat(onDisk(top, path));
    if (status.isDirectory()) return 'folder';
    return status.isFile() || status.isSymbolicLink() ? 'file' : 'other';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'absent';
    throw error;
  }
}

function onDisk(top: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${top}/`), Buffer.from(path, 'latin1')]);
}
