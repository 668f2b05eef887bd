/** Files that were being written when a merge was cut short. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { TreeEntry } from '../../core/checkpoints/restorePlan';
import { treeDifferences } from '../checkpoints/comparison';
import type { GitCommand } from '../checkpoints/gitCommand';
import type { CapturedTree } from '../checkpoints/snapshotTree';
import { treeWith, type Entry } from './treeWith';

type Refused = { readonly refused: CheckpointRefusal };

/**
 * The captured tree, with files as they were before where they are gone or hold only the beginning of what was being
 * written: git takes a file away before it writes it anew. What a person has changed since is neither.
 * @param scratch a folder of ours, absolute
 */
export async function withoutTorn(
  git: GitCommand,
  { repository: { top }, tree }: CapturedTree,
  { before, to }: { readonly before: string; readonly to: string },
  scratch: string,
): Promise<string | Refused> {
  const meant = await treeDifferences(git, top, before, to);
  if ('refused' in meant) return meant;
  const left = await treeDifferences(git, top, tree, to);
  if ('refused' in left) return left;
  const was = new Map(meant.map(({ path, now }) => [path, now]));
  const torn: Entry[] = [];
  for (const { path, now, then } of left) {
    const entry = was.get(path);
    if (!was.has(path) || now?.sha === entry?.sha) continue;
    const wholes = [then, entry].filter((whole) => whole !== undefined);
    if (now === undefined || (await beginsAny(git, top, wholes, now)))
      torn.push({ path, ...(entry && { entry }) });
  }
  return torn.length === 0 ? tree : treeWith(git, top, { tree, entries: torn }, scratch);
}

/** Whether a file is only the beginning of one of the others. */
async function beginsAny(
  git: GitCommand,
  top: string,
  wholes: readonly TreeEntry[],
  part: TreeEntry,
): Promise<boolean> {
  const [some, ...all] = await Promise.all(
    [part, ...wholes].map(({ sha }) => git({ folder: top, args: ['cat-file', 'blob', sha] })),
  );
  if (some?.code !== 0) return false;
  return all.some(
    ({ code, stdout }) => code === 0 && stdout.subarray(0, some.stdout.length).equals(some.stdout),
  );
}
