/** Trees made of other trees, without the working tree. */
import { join } from 'node:path';
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { GitCommand, GitRequest } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import type { BytePath } from '../checkpoints/snapshotScan';

/** A path of a tree, and what is there. */
export interface Entry {
  readonly path: BytePath;
  /** git's mode and the object's name; absent for a path that is to be taken out. */
  readonly entry?: { readonly mode: string; readonly sha: string };
}

/**
 * A tree with some entries put in and others taken out.
 * @param scratch a folder of ours, absolute
 */
export async function treeWith(
  git: GitCommand,
  top: string,
  { tree, entries }: { readonly tree: string; readonly entries: readonly Entry[] },
  scratch: string,
): Promise<string | { readonly refused: CheckpointRefusal }> {
  const index = join(scratch, 'tree');
  const nothing = { mode: '0', sha: '0'.repeat(tree.length) };
  const line = ({ path, entry = nothing }: Entry): string => `${entry.mode} ${entry.sha}\t${path}\0`;
  // What goes makes room for what comes: a folder may become a file.
  const gone = entries.filter(({ entry }) => entry === undefined).map(line);
  const come = entries.filter(({ entry }) => entry !== undefined).map(line);
  const input = Buffer.from([...gone, ...come].join(''), 'latin1');
  const steps: Omit<GitRequest, 'folder' | 'index'>[] = [
    { args: ['read-tree', tree] },
    { args: ['update-index', '--add', '--replace', '-z', '--index-info'], input },
    { args: ['write-tree'] },
  ];
  let written = '';
  for (const step of steps) {
    const answer = await git({ ...step, folder: top, index });
    if (answer.code !== 0) return { refused: refusalOf(answer, top, 'put a tree together') };
    written = answer.stdout.toString().trim();
  }
  return written;
}

/** Every file of a tree, and of a commit's. */
export async function entriesOf(
  git: GitCommand,
  top: string,
  tree: string,
): Promise<{ readonly entries: readonly Required<Entry>[] } | { readonly refused: CheckpointRefusal }> {
  const answer = await git({ folder: top, args: ['ls-tree', '-r', '-z', '--full-tree', tree] });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'read a tree') };
  const lines = answer.stdout.toString('latin1').split('\0');
  const entries = lines.flatMap((line) => {
    const [, mode = '', sha = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    return path === '' ? [] : [{ path, entry: { mode, sha } }];
  });
  return { entries };
}
