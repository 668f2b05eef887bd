/** The repository of a run's folder as actions see it: trees of the working tree, and what differs between them. */
import { relative, sep } from 'node:path';
import type { NoAnswer, WorkTree } from '../../core/actions/workTree';
import type { ChangedFile } from '../../core/changedFile';
import { gitCommand, within, type GitAnswer, type GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import type { SnapshotLimits } from '../checkpoints/ports';
import { branchOf, findRepository } from '../checkpoints/repository';
import { withCapturedTree } from '../checkpoints/snapshotTree';
import { realFolder } from './present';

/** Far beyond those of checkpoints: what is left out would be missing from what is said of the work. */
const LIMITS: SnapshotLimits = { maxFileSize: 100 * 1024 * 1024, maxUntracked: 20_000 };

/** For one git command, in milliseconds: a filter may never end. */
const GIT_MS = 60_000;

/** No program that a repository names takes part. */
const PLAIN = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color'];

/** @param folder any folder of the worktree, absolute */
export function workTreeOf(folder: string): WorkTree {
  const git = within(GIT_MS, gitCommand);
  return {
    async prefix() {
      const found = await findRepository(git, folder);
      if ('refused' in found) return { refused: found.refused.detail };
      const path = relative(found.top, await realFolder(folder))
        .split(sep)
        .join('/');
      return { prefix: path === '' ? '' : `${path}/` };
    },
    async head() {
      const found = await findRepository(git, folder);
      return 'refused' in found ? '' : (found.head?.commit ?? '');
    },
    branch: () => branchOf(git, folder),
    capture: () => capture(git, folder),
    async changes(from, to) {
      const answer = await git({
        folder,
        args: ['diff-tree', '-r', '-z', '--numstat', ...PLAIN, '--end-of-options', from, to],
      });
      return answer.code === 0 ? { changed: changesIn(answer.stdout.toString()) } : refused(answer, folder);
    },
    async patch(from, to, without, most) {
      const paths = [':(top)', ...without.map((path) => `:(top,exclude,literal)${path}`)];
      const what = ['diff-tree', '-r', '-p', ...PLAIN, '--end-of-options', from, to];
      const answer = await git({ folder, args: [...what, '--', ...paths] });
      if (answer.code !== 0) return refused(answer, folder);
      const text = answer.stdout.toString();
      return { patch: text.slice(0, most), cut: text.length > most };
    },
  };
}

async function capture(git: GitCommand, folder: string): ReturnType<WorkTree['capture']> {
  const found = await withCapturedTree(
    git,
    { folder, limits: LIMITS },
    async () => {
      const repository = await findRepository(git, folder);
      return 'refused' in repository ? repository : { repository };
    },
    ({ tree }) => Promise.resolve({ tree }),
  );
  return 'refused' in found ? { refused: found.refused.detail } : found;
}

/** `3\t1\tsrc/a.ts`, with dashes for what is no text. */
function changesIn(stdout: string): ChangedFile[] {
  return stdout.split('\0').flatMap((row) => {
    const [, added = '', deleted = '', path = ''] = /^(\d+|-)\t(\d+|-)\t([^]+)$/.exec(row) ?? [];
    if (path === '') return [];
    return added === '-' || deleted === '-'
      ? [{ path }]
      : [{ path, added: Number(added), deleted: Number(deleted) }];
  });
}

function refused(answer: GitAnswer, folder: string): NoAnswer {
  return { refused: refusalOf(answer, folder, 'compare two trees').detail };
}
