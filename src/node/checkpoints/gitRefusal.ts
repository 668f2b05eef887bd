/** What git's failures mean for a person: code, what happened, the way out. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { GitAnswer } from './gitCommand';

interface Known {
  /** Looked for in what git wrote to stderr; groups are the arguments of `detail`. */
  readonly said: RegExp;
  readonly code: string;
  readonly detail: (folder: string, groups: readonly string[]) => string;
  readonly wayOut: string;
}

const KNOWN: readonly Known[] = [
  {
    said: /detected dubious ownership/,
    code: 'unsafe_repository',
    detail: (folder) => `git does not trust ${folder}, because another user owns it.`,
    wayOut: 'Add the folder to git’s safe.directory setting, or make it your own.',
  },
  {
    said: /not a git repository/,
    code: 'not_a_repository',
    detail: (folder) => `${folder} is not in a git repository.`,
    wayOut: 'Run “git init” there and commit once, or open the folder of a repository.',
  },
  {
    said: /cannot change to .*: No such file or directory/,
    code: 'folder_missing',
    detail: (folder) => `The folder ${folder} does not exist.`,
    wayOut: 'Open a folder that exists.',
  },
  {
    said: /must be run in a work tree/,
    code: 'no_worktree',
    detail: (folder) => `${folder} belongs to a repository, but there are no files checked out.`,
    wayOut: 'Open a worktree of the repository.',
  },
  {
    // The line before names the filter's command, this one path and filter.
    said: /fatal: ([\s\S]+): (?:clean|smudge) filter '(.+)' failed/,
    code: 'filter_failed',
    detail: (folder, [path, filter]) =>
      `The filter “${filter}” that .gitattributes requires for ${path} failed in ${folder}.`,
    wayOut: 'Install the filter (for “lfs”: Git LFS), or mend its configuration.',
  },
  {
    said: /Read-only file system|insufficient permission|unable to create temporary file/,
    code: 'read_only',
    detail: (folder) => `git may not write into the repository of ${folder}.`,
    wayOut: 'Give yourself the right to write into the repository’s .git folder.',
  },
  {
    said: /unable to read tree/,
    code: 'object_missing',
    detail: (folder) => `A folder of the checkpoint is not in the repository of ${folder} any more.`,
    wayOut: 'Choose another checkpoint; “git fsck” names what else is missing.',
  },
  {
    said: /No space left on device|Disk quota exceeded/,
    code: 'disk_full',
    detail: (folder) => `There is no room left on the disk for the repository of ${folder}.`,
    wayOut: 'Free some room on the disk.',
  },
  {
    said: /fatal: Unable to process path ([\s\S]+)/,
    code: 'unstable',
    detail: (folder, [path = '']) => `${path.trim()} in ${folder} kept changing while it was read.`,
    wayOut: 'Try again when whatever writes the file is done.',
  },
  {
    said: /\.lock': File exists/,
    code: 'locked',
    detail: (folder) => `Another git process holds a lock in the repository of ${folder}.`,
    wayOut: 'Wait until the other git command is over; if none runs, remove the lock file yourself.',
  },
];

/** Why git did not do what was asked; `doing` says what that was ("look for changes"). */
export function refusalOf(answer: GitAnswer, folder: string, doing: string): CheckpointRefusal {
  if (answer.code === 'not_started' && answer.stderr.includes('ENOENT')) {
    return {
      code: 'no_git',
      detail: 'git was not found.',
      wayOut: 'Install git, or put it on the PATH, and reload the window.',
    };
  }
  for (const { said, code, detail, wayOut } of KNOWN) {
    const groups = said.exec(answer.stderr)?.slice(1);
    if (groups !== undefined) return { code, detail: detail(folder, groups), wayOut };
  }
  const end = typeof answer.code === 'number' ? `failed with exit code ${answer.code}` : ENDS[answer.code];
  return {
    code: 'git_failed',
    detail: `git ${end} in ${folder} when it was to ${doing}: ${lastLine(answer.stderr)}`,
    wayOut: 'Run “git status” there: what it complains about has to be mended first.',
  };
}

const ENDS = { not_started: 'could not be started', aborted: 'was given up', killed: 'was killed' };

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** For an error of the system: its own words. */
export function systemRefusal(error: Error): CheckpointRefusal {
  return {
    code: 'system_error',
    detail: `The system refused what checkpoints need: ${error.message}.`,
    wayOut: 'Mend what the system complains about: often a full disk or a right that is missing.',
  };
}
