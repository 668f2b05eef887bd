/** The repository and worktree that a folder belongs to, found with one git process. */
import { constants, existsSync } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, parse } from 'node:path';
import type { CheckpointObject, CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { errorCode } from '../runner/files';
import type { GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';

/** Absolute paths. In a linked worktree `gitDir` and `index` are its own, `commonDir` is shared. */
export interface Repository {
  /** The worktree's top folder. */
  readonly top: string;
  readonly gitDir: string;
  readonly commonDir: string;
  /** The user's index; there is no such file before the first `git add`. */
  readonly index: string;
  /** The commit that HEAD named when this was asked, with its tree; absent on an unborn branch. */
  readonly head?: { readonly commit: string; readonly tree: string };
  /** The tree of the commit that was asked for; absent when either is gone. */
  readonly tree?: string;
}

const QUESTIONS = ['--is-bare-repository', '--git-dir', '--git-common-dir', '--git-path', 'index'];
/** HEAD twice, because it may move between the answers. */
const HEAD = ['HEAD', 'HEAD^{tree}', 'HEAD'];

/** Finds the worktree, and the tree of a commit, or says why checkpoints are not possible there. */
export async function findRepository(
  git: GitCommand,
  folder: string,
  commit?: string,
): Promise<Repository | { readonly refused: CheckpointRefusal }> {
  // git is silent about the first of these that does not exist, and about all after it.
  const revisions = ['--revs-only', '--end-of-options', ...(commit ? [`${commit}^{tree}`] : []), ...HEAD];
  const answer = await git({
    folder,
    args: ['rev-parse', '--path-format=absolute', ...QUESTIONS, '--show-toplevel', ...revisions],
  });
  const [bare, gitDir = '', commonDir = '', index = '', top = '', ...rest] = lines(answer.stdout);
  if (bare === 'true') return { refused: bareRepository(folder) };
  if (answer.code !== 0) return { refused: refusalOf(answer, folder, 'find the repository') };
  // Before 2.31 git gives an option that it does not know back as a line; a line break in a path gives more lines.
  if (bare !== 'false' || top === '' || !rest.every((line) => /^[0-9a-f]{40,}$/.test(line)))
    return { refused: notUnderstood(folder) };
  const refused = (await unfitTop(top)) ?? (await readOnly(commonDir));
  if (refused) return { refused };
  const tree = commit === undefined ? undefined : rest.shift();
  const [head, headTree, again] = rest;
  return {
    ...{ top, gitDir, commonDir, index },
    ...(tree && { tree }),
    ...(head && headTree && head === again && { head: { commit: head, tree: headTree } }),
  };
}

/**
 * Where the index is when the folder is the top of an ordinary repository, so that the scan need not wait for git to say
 * it; `undefined` where there is none, or where nothing may be scanned.
 */
export async function likelyIndex(folder: string): Promise<string | undefined> {
  const top = await resolved(folder);
  if (top === undefined || (await unfitTop(top)) !== undefined) return undefined;
  const index = join(top, '.git', 'index');
  return existsSync(index) ? index : undefined;
}

function lines(stdout: Buffer): string[] {
  return stdout
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

function bareRepository(folder: string): CheckpointRefusal {
  return {
    code: 'bare_repository',
    detail: `${folder} is a bare repository: there are no files to hold.`,
    wayOut: 'Open a worktree of the repository.',
  };
}

function notUnderstood(folder: string): CheckpointRefusal {
  return {
    code: 'git_not_understood',
    detail: `git’s answer about ${folder} has not the lines expected: git is older than 2.31, or a folder’s name holds a line break.`,
    wayOut: 'Bring git up to date, or rename the folder.',
  };
}

/** A repository of everything a person has would be scanned and held as a whole. */
async function unfitTop(top: string): Promise<CheckpointRefusal | undefined> {
  if (parse(top).root === top) {
    return {
      code: 'root_folder',
      detail: `The repository is the root of the file system, ${top}.`,
      wayOut: 'Open a project that has a repository of its own.',
    };
  }
  // Without a home folder nothing can be it.
  if (top !== (await resolved(homedir()))) return undefined;
  return {
    code: 'home_folder',
    detail: `The repository is your home folder, ${top}.`,
    wayOut: 'Open a project that has a repository of its own, or run “git init” in the project.',
  };
}

/** The folder without symbolic links in its path; `undefined` where the system cannot tell. */
async function resolved(folder: string): Promise<string | undefined> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function readOnly(commonDir: string): Promise<CheckpointRefusal | undefined> {
  for (const name of ['objects', 'refs']) {
    const folder = join(commonDir, name);
    try {
      await access(folder, constants.W_OK);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return {
        code: 'read_only',
        detail: `A checkpoint is written into ${folder}, where you may not write.`,
        wayOut: 'Give yourself the right to write into the repository’s .git folder.',
      };
    }
  }
  return undefined;
}

/** The branch that HEAD names, by its full name below `refs/heads/`; empty where it names a commit. */
export async function branchOf(git: GitCommand, folder: string): Promise<string> {
  const { code, stdout } = await git({ folder, args: ['symbolic-ref', '--quiet', 'HEAD'] });
  return code === 0 ? branchName(stdout.toString()) : '';
}

/** By what HEAD names (`refs/heads/main`). git's own short name is another one where a tag has that of the branch. */
export function branchName(ref: string): string {
  return ref.trim().replace(/^refs\/heads\//, '');
}

/** What git is in the middle of there, by the files that it leaves in the worktree's git directory. */
export async function operationUnderWay(gitDir: string): Promise<CheckpointObject['in_progress']> {
  const names = new Set(await readdir(gitDir));
  // A rebase leaves the marks of the picks that it is made of, so it comes first.
  if (names.has('rebase-merge') || names.has('rebase-apply')) return 'rebase';
  if (names.has('MERGE_HEAD')) return 'merge';
  if (names.has('CHERRY_PICK_HEAD')) return 'cherry-pick';
  if (names.has('REVERT_HEAD')) return 'revert';
  return names.has('BISECT_LOG') ? 'bisect' : undefined;
}
