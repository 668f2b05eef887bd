/** What differs between a checkpoint and something newer, and files as a checkpoint has them. */
import { join } from 'node:path';
import type { CheckpointObject, CheckpointRecord, PathChange } from '../../core/checkpoints/checkpoint';
import { changesOf } from '../../core/checkpoints/restorePlan';
import { treeDifferences } from './comparison';
import { gitCommand, type GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { PreviewRequest } from './ports';
import { withScratchObjects } from './preview';
import { findRepository, type Repository } from './repository';
import { treesOf } from './refs';
import { objectMissing, onDisk } from './restoreChecks';
import { withCapturedTree, type Found, type Refused } from './snapshotTree';

/** What a comparison needs of a checkpoint. */
export type Comparable = Pick<CheckpointRecord, 'name'> & {
  readonly git?: Pick<CheckpointObject, 'sha'>;
};

type DiffRequest = Pick<PreviewRequest, 'folder' | 'limits'>;

/**
 * What happened since the checkpoint `then`: until the checkpoint `now`, or until the working tree as it is, untracked
 * files included. Nothing is written into the repository.
 * @throws GitUnavailable
 */
export async function changesBetween(
  { folder, limits }: DiffRequest,
  then: Comparable,
  now?: Comparable,
): Promise<readonly PathChange[] | Refused> {
  const from = treeish(then);
  if (typeof from === 'object') return from;
  const to = now && treeish(now);
  if (typeof to === 'object') return to;
  const repository = await findRepository(gitCommand, folder);
  if ('refused' in repository) return repository;
  const { top, commonDir } = repository;
  const gone = await firstGone(top, now ? [then, now] : [then]);
  if (gone) return gone;
  const differences =
    to === undefined
      ? await withScratchObjects(join(commonDir, 'objects'), (git) =>
          withCapturedTree(
            git,
            { folder: top, limits },
            () => withIgnoredNow(git, repository, from, limits),
            (present) => treeDifferences(git, top, present.tree, from),
          ),
        )
      : await treeDifferences(gitCommand, top, to, from);
  return 'refused' in differences ? differences : changesOf(differences);
}

/**
 * A file as the checkpoint has it, with the line ends and filters that a checkout would give it, because that is what it
 * is compared with on the screen; `undefined` where the checkpoint has no such file.
 *
 * @param path relative to the worktree's top folder
 */
export async function fileAt(folder: string, record: Comparable, path: string): Promise<Buffer | undefined> {
  const tree = treeish(record);
  if (typeof tree === 'object') return undefined;
  const type = await gitCommand({ folder, args: ['cat-file', '-t', `${tree}:${path}`] });
  if (type.stdout.toString().trim() !== 'blob') return undefined;
  const answer = await gitCommand({ folder, args: ['cat-file', '--filters', `${tree}:${path}`] });
  if (answer.code === 0) return answer.stdout;
  // A filter that is not installed: the content as the repository keeps it is better than none.
  const raw = await gitCommand({ folder, args: ['cat-file', 'blob', `${tree}:${path}`] });
  return raw.code === 0 ? raw.stdout : undefined;
}

async function firstGone(top: string, asked: readonly Comparable[]): Promise<Refused | undefined> {
  const commits = asked.flatMap(({ git }) => git?.sha ?? []);
  const trees = await treesOf(gitCommand, top, commits);
  const gone = asked.find(({ git }) => git && !trees.has(git.sha));
  return gone?.git && { refused: objectMissing(gone.name, gone.git.sha) };
}

/** What the checkpoint has and the index does not lies on the disk all the same where it is ignored now. */
async function withIgnoredNow(
  git: GitCommand,
  repository: Repository,
  from: string,
  { maxFileSize }: PreviewRequest['limits'],
): Promise<Found | Refused> {
  const { top } = repository;
  const what = ['-z', '--name-only', '--no-renames', '--diff-filter=D'];
  const answer = await git({
    folder: top,
    args: ['diff-index', '--cached', ...what, '--end-of-options', from],
  });
  if (answer.code !== 0) return { refused: refusalOf(answer, top, 'compare the index') };
  const paths = answer.stdout.toString('latin1').split('\0').filter(Boolean);
  return { repository, alsoHold: onDisk(top, paths, maxFileSize) };
}

function treeish({ name, git }: Comparable): string | Refused {
  if (git !== undefined) return `${git.sha}^{tree}`;
  return {
    refused: {
      code: 'nothing_held',
      detail: `The checkpoint “${name}” is a record without a tree: there is nothing to compare with.`,
      wayOut: 'Choose another checkpoint.',
    },
  };
}
