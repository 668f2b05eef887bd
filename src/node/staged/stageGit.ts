/** Branches and commits of a project of renn or GSD, as the person's own git makes them: their name, their hooks. */
import { relative } from 'node:path';
import type { StagedWork } from '../../core/actions/staged/stagedWork';
import { branchName } from '../checkpoints/repository';
import { askGit, ignoredPaths, type GitAnswer } from '../git';

/** @param folder any folder of the worktree, absolute */
export function stageGit(folder: string): Pick<StagedWork, 'ignores' | 'branch' | 'switchTo' | 'commit'> {
  return {
    async ignores(path) {
      const answer = await ignoredPaths(folder, [path]);
      return 'value' in answer && answer.value.has(path);
    },
    branch: () => branchNow(folder),
    switchTo: (name) => switchTo(folder, name, true),
    commit: (files, message) => commit(folder, files, message),
  };
}

/** As `StagedWork.branch` says. */
export async function branchNow(folder: string): ReturnType<StagedWork['branch']> {
  const answer = await askGit(folder, ['symbolic-ref', '--quiet', 'HEAD'], true);
  if ('problem' in answer) return { refused: answer.problem };
  return { name: branchName(answer.value) || undefined };
}

/** As `StagedWork.switchTo` says. Nothing that no commit holds is lost. @param mayCreate else a branch that is not there is refused */
export async function switchTo(
  folder: string,
  name: string,
  mayCreate: boolean,
): ReturnType<StagedWork['switchTo']> {
  const known = await askGit(folder, ['show-ref', '--verify', '--hash', `refs/heads/${name}`], true);
  const isThere = 'value' in known && known.value.trim() !== '';
  if (!isThere && !mayCreate) return { refused: `There is no branch ${name} any more.` };
  const loose = isThere ? await looseHead(folder) : undefined;
  if (loose !== undefined) return { refused: loose };
  // Without the option git overwrites ignored files without a word.
  const how = isThere ? ['--no-overwrite-ignore', '--no-guess', name] : ['--create', name];
  const answer = await askGit(folder, ['switch', '--quiet', ...how]);
  return 'problem' in answer ? { refused: notSwitched(answer.problem) } : { created: !isThere };
}

function notSwitched(problem: string): string {
  const files = /would be overwritten by checkout: (.+)$/.exec(problem)?.[1];
  if (files === undefined) return problem;
  return `What no commit holds would be lost: ${files}. Commit it, or move it elsewhere, and try again.`;
}

/** Why HEAD may not be left: its commit would only be in the log of HEAD, where nobody looks for it. */
async function looseHead(folder: string): Promise<string | undefined> {
  const head = await askGit(folder, ['rev-parse', '--short', '--verify', '--quiet', 'HEAD'], true);
  if ('problem' in head) return head.problem;
  // A branch without a commit.
  if (head.value.trim() === '') return undefined;
  const holders = await askGit(folder, [
    'for-each-ref',
    '--count=1',
    '--contains',
    'HEAD',
    'refs/heads',
    'refs/tags',
    'refs/remotes',
  ]);
  if ('problem' in holders) return holders.problem;
  if (holders.value.trim() !== '') return undefined;
  return `HEAD is at ${head.value.trim()}, which no branch and no tag holds: make a branch of it first.`;
}

/** The commits of these that HEAD does not hold, whether or not git has them elsewhere. */
export async function commitsNotHeld(folder: string, hashes: readonly string[]): Promise<string[]> {
  const held = await Promise.all(hashes.slice(0, MOST_COMMITS).map((hash) => isHeld(folder, hash)));
  return hashes.filter((_, at) => held[at] === false);
}

const MOST_COMMITS = 100;

async function isHeld(folder: string, hash: string): Promise<boolean> {
  if (!/^[0-9a-f]{7,40}$/.test(hash)) return false;
  return 'value' in (await askGit(folder, ['merge-base', '--is-ancestor', hash, 'HEAD']));
}

async function commit(
  folder: string,
  files: readonly string[],
  message: string,
): ReturnType<StagedWork['commit']> {
  const paths = files.map((file) => relative(folder, file));
  const status = await onlyThese(folder, ['status', '--porcelain', '-z', '--untracked-files=all'], paths);
  if ('problem' in status) return { refused: status.problem };
  const rows = status.value.split('\0').filter((row) => row !== '');
  if (rows.length === 0) return undefined;
  const untracked = rows.filter((row) => row.startsWith('??')).map((row) => row.slice(3));
  const changed = paths.filter((path) => rows.some((row) => row.slice(3).endsWith(slashes(path))));
  const fresh = changed.filter((path) => untracked.some((row) => row.endsWith(slashes(path))));
  const added = fresh.length === 0 ? undefined : await onlyThese(folder, ['add', '--intent-to-add'], fresh);
  if (added && 'problem' in added) return { refused: added.problem };
  const done = await onlyThese(folder, ['commit', '--quiet', '--only', '--message', message], changed);
  if ('problem' in done) {
    if (fresh.length > 0) await onlyThese(folder, ['rm', '--cached', '--quiet'], fresh);
    return { refused: done.problem };
  }
  const head = await askGit(folder, ['rev-parse', '--short', 'HEAD']);
  return 'value' in head ? head.value.trim() : { refused: head.problem };
}

/** Whatever signs their names hold, git takes these paths for nothing but paths. */
function onlyThese(
  folder: string,
  args: readonly string[],
  paths: readonly string[],
): Promise<GitAnswer<string>> {
  return askGit(folder, ['--literal-pathspecs', ...args, '--', ...paths]);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
