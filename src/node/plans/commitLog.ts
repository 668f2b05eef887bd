/** The commits of a folder's branch, asked of git again only when its log of HEAD changed. */
import { stat } from 'node:fs/promises';
import type { CommitSubject, Commits } from '../../core/formats/format';
import { oneLine } from '../../core/oneLine';
import { within, type GitAnswer, type GitCommand } from '../checkpoints/gitCommand';
import { errorCode } from '../runner/files';

/** The newest so many commits are looked at. */
const MOST_COMMITS = 5000;
const GIVEN_UP_AFTER_MS = 10_000;
const NONE: readonly CommitSubject[] = [];
/** Signatures would be checked by a program that the repository names. */
const LOG = ['-c', 'log.showSignature=false', 'log', '-z', `--max-count=${MOST_COMMITS}`, '--no-mailmap'];
const FIELD_END = '\x1f';

interface Asked {
  /** Absolute path of the file that gets a line whenever HEAD moves; git may be told not to keep one. */
  readonly log: string;
  /** Size and time of that file when git was asked; absent where it is not there. */
  readonly stamp: string | undefined;
  readonly commits: readonly CommitSubject[];
}

export class CommitLog {
  private readonly asked = new Map<string, Asked>();
  private readonly git: GitCommand;

  constructor(git: GitCommand) {
    this.git = within(GIVEN_UP_AFTER_MS, git);
  }

  /**
   * None where the branch has none yet; why git told nothing, where it did not.
   * @param folder absolute path of a folder in the repository
   * @returns the same array as long as HEAD did not move
   */
  async of(folder: string): Promise<Commits> {
    const before = this.asked.get(folder);
    const found = before ?? (await this.logOf(folder));
    if (typeof found === 'string') return found;
    const { log } = found;
    const stamp = await stampOf(log);
    if (before && stamp !== undefined && stamp === before.stamp) return before.commits;
    const commits = await this.commits(folder);
    if (typeof commits === 'string') return commits;
    const same = before !== undefined && commits[0]?.sha === before.commits[0]?.sha;
    const asked = { log, stamp, commits: same ? before.commits : commits };
    this.asked.set(folder, asked);
    return asked.commits;
  }

  /** The files to watch for the folders that were asked about; absolute. */
  get logs(): readonly string[] {
    return Array.from(this.asked.values(), ({ log }) => log);
  }

  /** Where its log is, or why git does not say. */
  private async logOf(folder: string): Promise<Pick<Asked, 'log'> | string> {
    const args = ['rev-parse', '--path-format=absolute', '--git-path', 'logs/HEAD'];
    const answer = await this.git({ folder, args });
    if (answer.code !== 0) return silence(answer);
    return { log: answer.stdout.toString('utf8').replace(/\r?\n$/, '') };
  }

  private async commits(folder: string): Promise<Commits> {
    const format = `--format=%H${FIELD_END}%cI${FIELD_END}%s`;
    const answer = await this.git({ folder, args: [...LOG, format, 'HEAD', '--'] });
    if (answer.code === 0) return answer.stdout.toString('utf8').split('\0').flatMap(commitIn);
    const head = await this.git({ folder, args: ['rev-parse', '--verify', '--quiet', 'HEAD'] });
    // A branch without a commit has no HEAD.
    return head.code === 1 ? NONE : silence(answer);
  }
}

/** Why git told nothing, as a clause. */
function silence({ code, stderr }: GitAnswer): string {
  switch (code) {
    case 'not_started':
      return `git could not be started (${oneLine(stderr)})`;
    case 'aborted':
      return `git did not answer within ${GIVEN_UP_AFTER_MS / 1000} seconds`;
    case 'killed':
      return 'git was ended from outside';
    default:
      if (stderr.startsWith('fatal: not a git repository')) return 'the folder is in no git repository';
      return `git says "${oneLine(stderr)}"`;
  }
}

function commitIn(record: string): CommitSubject[] {
  const [sha = '', written = '', subject = ''] = record.split(FIELD_END, 3);
  const time = Date.parse(written);
  return Number.isNaN(time) ? [] : [{ sha, subject, at: new Date(time).toISOString() }];
}

async function stampOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
