/**
 * git's plumbing for checkpoints, where simple-git's rules do not serve (docs/editor-api.md (f)): one process a call,
 * without a shell, judged by its exit code, ended with its children when the caller gives up.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { parse } from 'node:path';
import { environment } from '../gitEnvironment';
import { taskkill } from '../processes/endTree';

export type GitInput = Buffer | string;

export interface GitRequest {
  /** Where git works, absolute. */
  readonly folder: string;
  /** From this source only: text of a plan is never an option, and paths go by `input` or after `--`. */
  readonly args: readonly string[];
  /** A promise: git is started at once and waits for it. */
  readonly input?: GitInput | Promise<GitInput>;
  /** Index file to use in place of the user's, absolute. */
  readonly index?: string;
  /** Where new objects go instead of the repository, whose own objects folder is read besides; both absolute. */
  readonly objects?: { readonly folder: string; readonly besides: string };
  readonly signal?: AbortSignal;
  /** As the person who works here: with their name, their hooks and all of their settings. */
  readonly person?: true;
  /** The id of the restore that this is done for: its command line carries it (see `restoreMark`). */
  readonly restore?: string;
}

export interface GitAnswer {
  /**
   * Exit code; `not_started`: the system could not start git; `aborted`: the caller gave up; `killed`: something else
   * ended it.
   */
  readonly code: number | 'not_started' | 'aborted' | 'killed';
  readonly stdout: Buffer;
  /** In English; the system's own words where git did not start. */
  readonly stderr: string;
}

export type GitCommand = (request: GitRequest) => Promise<GitAnswer>;

/**
 * What a repository's or a person's configuration must not change here: no programs beside git (fsmonitor, hooks), no
 * housekeeping, no refusal of line ends, and short waits for locks of refs.
 */
const CONFIG = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.safecrlf=false',
  'core.logAllRefUpdates=false',
  'core.filesRefLockTimeout=1000',
  'gc.auto=0',
  'maintenance.auto=false',
  'i18n.commitEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

/** A private index is whole: the person's own may have a second file in the git directory, and keeps it. */
const WHOLE_INDEX = ['-c', 'core.splitIndex=false'];

/** Whose commits they are, whoever works here. */
export const NAME = 'Stage Runner';
export const EMAIL = 'stage-runner@localhost';
const ASKS_NOTHING: Readonly<Record<string, string>> = { GIT_TERMINAL_PROMPT: '0' };
const OWN: Readonly<Record<string, string>> = {
  ...ASKS_NOTHING,
  GIT_NO_LAZY_FETCH: '1',
  GIT_AUTHOR_NAME: NAME,
  GIT_AUTHOR_EMAIL: EMAIL,
  GIT_COMMITTER_NAME: NAME,
  GIT_COMMITTER_EMAIL: EMAIL,
  // glibc: git would give memory back after each object that it writes, only to take it again for the next.
  MALLOC_TRIM_THRESHOLD_: String(64 << 20),
};

/** How long git has to remove its own lock files after it was asked to end, in milliseconds. */
const GRACE = 1_000;

/** Runs git. Never rejects for anything that git or the system says; the answer tells it. */
export const gitCommand: GitCommand = (request) =>
  new Promise((resolve) => {
    const { folder, args, input, index, objects, person, signal, restore } = request;
    const mark = restore === undefined ? [] : ['-c', restoreMark(restore)];
    if (signal?.aborted === true) {
      resolve({ code: 'aborted', stdout: Buffer.alloc(0), stderr: '' });
      return;
    }
    const own = person ? [] : [...CONFIG, ...(index ? WHOLE_INDEX : []), ...mark];
    const git = spawn('git', [...own, '--no-pager', '-C', folder, ...args], {
      // Windows looks for programs in the working folder first, and a workspace may hold a git.exe.
      cwd: parse(process.execPath).root,
      env: {
        ...environment(),
        ...(person ? ASKS_NOTHING : OWN),
        ...(index && { GIT_INDEX_FILE: index }),
        ...(objects && places(objects)),
      },
      // A process group of its own, so that filters and submodule scans end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    git.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    git.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const stopWatching = endOnAbort(git, signal);
    const answer = (code: GitAnswer['code'], said: string): void => {
      stopWatching();
      resolve({ code, stdout: Buffer.concat(stdout), stderr: said });
    };
    git.on('error', (error) => answer('not_started', error.message));
    git.on('close', (code) => {
      const aborted = signal?.aborted === true;
      // What git started may be deaf to the polite end that git itself obeyed.
      if (aborted && process.platform !== 'win32') send(git, 'SIGKILL');
      answer(aborted ? 'aborted' : (code ?? 'killed'), Buffer.concat(stderr).toString());
    });
    // A git that ends before it has read everything says why by its exit code.
    git.stdin.on('error', () => undefined);
    void Promise.resolve(input).then((given) => git.stdin.end(given));
  });

/** A git of which each command is given up after so many milliseconds: a filter may never end. */
export function within(milliseconds: number, git: GitCommand): GitCommand {
  return (asked) => git({ ...asked, signal: AbortSignal.timeout(milliseconds) });
}

/**
 * The argument by which the git of a restore is found again when it outlives the process that started it: a setting
 * that git passes over. It is there from git's first moment on, unlike a pid that is written down afterwards.
 */
export function restoreMark(id: string): string {
  return `stagerunner.restore=${id}`;
}

/** The list of folders is separated by colons; one in quotes may hold them. */
function places({ folder, besides }: NonNullable<GitRequest['objects']>): Record<string, string> {
  return {
    GIT_OBJECT_DIRECTORY: folder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${besides.replace(/["\\]/g, '\\$&')}"`,
  };
}

/** Asks the whole process group to end when the caller gives up, then kills it. Gives back how to stop watching. */
function endOnAbort(git: ChildProcessWithoutNullStreams, signal: AbortSignal | undefined): () => void {
  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    send(git, 'SIGTERM');
    killing = setTimeout(() => {
      send(git, 'SIGKILL');
      // A grandchild that left the group may hold the pipes open.
      git.stdout.destroy();
      git.stderr.destroy();
    }, GRACE);
  };
  signal?.addEventListener('abort', end, { once: true });
  return () => {
    signal?.removeEventListener('abort', end);
    clearTimeout(killing);
  };
}

function send(git: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (git.pid === undefined) return;
  try {
    // Windows has no groups: only while git lives is it known what it started.
    if (process.platform === 'win32') void taskkill(git.pid, true);
    else process.kill(-git.pid, signal);
  } catch (error) {
    // It has just ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
