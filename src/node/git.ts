/**
 * Questions to git, through simple-git with the rules of docs/editor-api.md (f): failures by exit code, no optional
 * locks, a clean environment, and no program that a repository's configuration names (`core.fsmonitor`).
 */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { SimpleGit, SimpleGitOptions } from 'simple-git';
import { environment } from './gitEnvironment';

/** git's answer, or one sentence why there is none. */
export type GitAnswer<T> = { readonly value: T } | { readonly problem: string };

/** Where runs are kept for a folder; `problem` says why it is not beside the repository. */
export interface DataFolder {
  readonly path: string;
  readonly problem?: string;
}

/** The data folder: inside the repository's common git directory, which all its worktrees share, else the fallback. */
export async function dataFolder(folder: string, fallback: string): Promise<DataFolder> {
  const answer = await ask(folder, (git) =>
    git.raw('rev-parse', '--path-format=absolute', '--git-common-dir'),
  );
  if ('problem' in answer) return { path: fallback, problem: answer.problem };
  return { path: join(withoutLineEnd(answer.value), 'stage-runner') };
}

/** Who works here: git's user name, else the login name. */
export async function userName(folder: string): Promise<string> {
  const answer = await ask(folder, (git) => git.raw('config', '--get', 'user.name'));
  const name = 'value' in answer ? withoutLineEnd(answer.value).trim() : '';
  return name === '' ? loginName() : name;
}

/** A container may run as a number that no list of users knows. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return process.env['USER'] ?? 'unknown';
    throw error;
  }
}

/** Which of the paths git ignores. Paths inside `folder`, absolute or relative to it; given back as they came. */
export async function ignoredPaths(
  folder: string,
  paths: readonly string[],
): Promise<GitAnswer<ReadonlySet<string>>> {
  if (paths.length === 0) return { value: new Set() };
  const answer = await ask(folder, (git) => git.raw('check-ignore', '-z', '--stdin'), {
    input: () => paths.join('\0'),
    // Exit code 1 only says that none is ignored.
    errors: (error, result) => (result.exitCode === 1 ? undefined : failure(error, result)),
  });
  return 'problem' in answer ? answer : { value: new Set(fields(answer.value)) };
}

/**
 * What git prints for a command of ours. @param noIsEmpty exit code 1 only says no, which is an empty answer
 */
export async function askGit(
  folder: string,
  args: readonly string[],
  noIsEmpty = false,
): Promise<GitAnswer<string>> {
  return ask(folder, (git) => git.raw(...args), {
    // A hook may never end.
    timeout: { block: LONGEST_SILENCE_MS },
    errors: (error, result) => (noIsEmpty && result.exitCode === 1 ? undefined : failure(error, result)),
  });
}

const LONGEST_SILENCE_MS = 60_000;

async function ask<T>(
  folder: string,
  question: (git: SimpleGit) => PromiseLike<T>,
  options: Partial<SimpleGitOptions> = {},
): Promise<GitAnswer<T>> {
  const { simpleGit, GitError } = await import('simple-git');
  try {
    const git = simpleGit({
      baseDir: folder,
      allowEnvironment: ['GIT_OPTIONAL_LOCKS'],
      config: ['core.fsmonitor=false'],
      unsafe: { allowUnsafeFsMonitor: true },
      errors: failure,
      ...options,
    });
    return { value: await question(git.env(environment())) };
  } catch (error) {
    if (error instanceof GitError) return { problem: reason(error.message, folder) };
    throw error;
  }
}

const failure: NonNullable<SimpleGitOptions['errors']> = (error, result) => {
  if (error !== undefined || result.exitCode === 0) return error;
  return Buffer.concat([...result.stdErr, ...result.stdOut]);
};

function reason(message: string, folder: string): string {
  const line = message.trim().split('\n')[0] ?? '';
  if (message.includes('ENOENT')) return 'git was not found. Install git, or put it on the PATH.';
  if (message.includes('does not exist')) return `The folder ${folder} does not exist.`;
  if (message.includes('not a git repository')) return `${folder} is not in a git repository.`;
  if (message.includes('dubious ownership'))
    return `git does not trust ${folder}, because another user owns it. Add it to git's safe.directory setting.`;
  return `git could not answer for ${folder}: ${[line, ...named(message)].join(' ')}`;
}

/** The files that git is talking about. */
function named(message: string): string[] {
  return message
    .split('\n')
    .flatMap((line) => (line.startsWith('\t') ? [line.trim()] : []))
    .slice(0, 5);
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}
