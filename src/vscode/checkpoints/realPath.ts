/** Where a file of the workspace really lies: git tells worktrees with links resolved, the editor as they were opened. */
import { join, relative } from 'node:path';
import { isWithin } from '../../core/isWithin';

/**
 * @param file absolute, as the editor has it
 * @param folders the workspace's folders, absolute, each with the place that it really is
 */
export function realPath(file: string, folders: ReadonlyMap<string, string>): string {
  for (const [folder, real] of folders) if (isWithin(folder, file)) return join(real, relative(folder, file));
  return file;
}
