/** What the repository around a folder tells the command line: ignored paths, commits, and what we keep in it. */
import { join } from 'node:path';
import type { Commits } from '../core/formats/format';
import type { StatusChange } from '../core/status';
import { gitCommand, within } from '../node/checkpoints/gitCommand';
import { CommitLog } from '../node/plans/commitLog';
import { readRuns, type ReadRuns } from '../node/runner/readRuns';
import { loadStatusLog } from '../node/statusLog';

const GIT_GIVEN_UP_AFTER_MS = 10_000;
const git = within(GIT_GIVEN_UP_AFTER_MS, gitCommand);

/** What we keep of runs, and the statuses that people set. */
export interface Records extends ReadRuns {
  readonly statusLog: readonly StatusChange[];
}

/** Outside of a repository, and where git cannot answer, there is nothing to tell. */
export class Repository {
  private readonly log = new CommitLog(gitCommand);

  /** @param folder absolute path */
  constructor(private readonly folder: string) {}

  /** Which of these absolute paths git ignores. */
  async ignored(paths: readonly string[]): Promise<ReadonlySet<string>> {
    const args = ['check-ignore', '-z', '--stdin'];
    const { code, stdout } = await git({ folder: this.folder, args, input: paths.join('\0') });
    if (code !== 0) return new Set();
    return new Set(
      stdout
        .toString('utf8')
        .split('\0')
        .filter((path) => path !== ''),
    );
  }

  /** Of the branch. */
  commits(): Promise<Commits> {
    return this.log.of(this.folder);
  }

  async records(): Promise<Records> {
    const data = await this.dataFolder();
    if (data === undefined) return { runs: [], unreadable: [], statusLog: [] };
    const [runs, { changes }] = await Promise.all([readRuns(data), loadStatusLog(data)]);
    return { ...runs, statusLog: changes };
  }

  /** Where the extension keeps the runs of a repository; outside of one only the editor knows. */
  private async dataFolder(): Promise<string | undefined> {
    const args = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
    const { code, stdout } = await git({ folder: this.folder, args });
    return code === 0 ? join(stdout.toString('utf8').replace(/\r?\n$/, ''), 'stage-runner') : undefined;
  }
}
