/** What lies beside a protocol: the only files that its script nodes may name (formats/protocol-graph.md). */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';

/** Whether a regular file is at a path relative to the folder, and still in the folder when links are followed. */
export function besides(folder: string): (path: string) => boolean {
  return (path) => {
    const file = join(folder, path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
    const inside = relative(realpathSync(folder), realpathSync(file));
    return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  };
}
