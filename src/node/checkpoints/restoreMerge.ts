/** The two-tree merge of a restore on the private index that holds the present tree. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { RestorePlan, TreeEntry } from '../../core/checkpoints/restorePlan';
import type { GitCommand, GitRequest } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { CapturedTree, Refused } from './snapshotTree';

/** The checkpoint's tree where nothing is left alone, the present's where everything is, else the present's with what the plan applies. */
export async function targetTree(
  git: GitCommand,
  { repository: { top }, tree: presentTree, index: presentIndex }: CapturedTree,
  tree: string,
  { apply, kept }: RestorePlan,
): Promise<{ readonly tree: string } | Refused> {
  if (apply.length === 0) return { tree: presentTree };
  const wanted = apply.flatMap(({ then }) => (then ? [then.sha] : []));
  const missing = await missingObjects(git, top, wanted);
  if ('refused' in missing) return missing;
  if (kept.length === 0) return { tree };
  const index = join(presentIndex, '..', 'target');
  const nothing = { mode: '0', sha: '0'.repeat(presentTree.length) };
  // What goes makes room for what comes: a folder may become a file.
  const gone = apply.flatMap(({ path, then }) => (then ? [] : [line(path, nothing)]));
  const come = apply.flatMap(({ path, then }) => (then ? [line(path, then)] : []));
  const info = Buffer.from([...gone, ...come].join(''), 'latin1');
  const steps: Omit<GitRequest, 'folder' | 'index'>[] = [
    { args: ['read-tree', presentTree] },
    { args: ['update-index', '--add', '--replace', '-z', '--index-info'], input: info },
    { args: ['write-tree'] },
  ];
  let written = '';
  for (const step of steps) {
    const answer = await git({ ...step, folder: top, index });
    if (answer.code !== 0) return { refused: refusalOf(answer, top, 'prepare the tree to go to') };
    written = answer.stdout.toString().trim();
  }
  return { tree: written };
}

function line(path: string, { mode, sha }: TreeEntry): string {
  return `${mode} ${sha}\t${path}\0`;
}

/** Refused when a file's content is not in the repository any more: a restore must not stop in the middle. */
async function missingObjects(
  git: GitCommand,
  top: string,
  objects: readonly string[],
): Promise<{ readonly none: true } | Refused> {
  if (objects.length === 0) return { none: true };
  const input = objects.map((sha) => `${sha}\n`).join('');
  const answer = await git({ folder: top, args: ['cat-file', '--batch-check=%(objectname)'], input });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'look for the contents') };
  const missing = answer.stdout
    .toString()
    .split('\n')
    .filter((said) => said.endsWith(' missing'));
  if (missing.length === 0) return { none: true };
  return {
    refused: {
      code: 'object_missing',
      detail: `The contents of ${missing.length} files of the checkpoint are not in the repository any more.`,
      wayOut: 'Choose another checkpoint.',
    },
  };
}

/** What git says when it has looked and changed nothing. */
const UNTOUCHED = /not uptodate|would be overwritten|would be removed|would lose|Cannot merge/;

/**
 * Brings the working tree from the present to `tree`. Refused: nothing has changed, because a file is not as it was
 * captured. `half_done`: git stopped while it wrote.
 */
export async function mergeTrees(
  git: GitCommand,
  { repository: { top }, tree: presentTree, index }: CapturedTree,
  tree: string,
): Promise<'merged' | 'half_done' | { readonly unjudged: CheckpointRefusal } | Refused> {
  if (tree === presentTree) return 'merged';
  // Submodules stay as they are, whatever the person's own setting says.
  const args = ['-c', 'submodule.recurse=false', 'read-tree', '-m', '-u', presentTree, tree];
  let answer = await git({ folder: top, args, index });
  if (answer.stderr.includes('not uptodate')) {
    // A file may have been touched without a change: git is told so once, and judges by contents.
    await git({ folder: top, args: ['update-index', '-q', '--refresh'], index });
    answer = await git({ folder: top, args, index });
  }
  if (answer.code === 0) return 'merged';
  if (answer.code !== 'not_started' && !UNTOUCHED.test(answer.stderr)) {
    // What git wrote is judged against what it was to write. One that was killed has left its lock.
    await rm(`${index}.lock`, { force: true });
    const judged = await git({ folder: top, args: ['read-tree', tree], index });
    return judged.code === 0
      ? 'half_done'
      : { unjudged: refusalOf(judged, top, 'look at what was restored') };
  }
  return {
    refused: {
      code: 'changed_meanwhile',
      detail: `A file in ${top} changed while the restore began: ${answer.stderr.trim().split('\n')[0] ?? ''}`,
      wayOut: 'Nothing was restored. Look at the preview again.',
    },
  };
}
