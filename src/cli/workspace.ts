/** A folder's Stage Map as the editor would show it, read once: nothing is made, written or watched. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plan, Problem } from '../core/plan';
import { stageMap } from '../core/stageMap';
import type { StageMap } from '../core/status';
import { gitCommand, type GitAnswer, within } from '../node/checkpoints/gitCommand';
import { CommitLog } from '../node/plans/commitLog';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../node/plans/defaults';
import { PlanScanner } from '../node/plans/scanner';
import { readRuns, type ReadRuns } from '../node/runner/readRuns';
import { loadStatusLog } from '../node/statusLog';
import { printable } from './text';

const GIT_GIVEN_UP_AFTER_MS = 10_000;
const git = within(GIT_GIVEN_UP_AFTER_MS, gitCommand);

export interface Workspace {
  readonly map: StageMap;
  /** Of the search and of the journals; those of plans and steps are on them. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a folder.
 * @param folder as it was typed; `''` is the working folder
 * @param archives whether archived stages are wanted
 * @returns what stands in the way, where the folder cannot be read
 */
export async function readWorkspace(
  folder: string,
  archives = false,
): Promise<Workspace | { readonly refused: string }> {
  const top = resolve(folder);
  const refused = await notAFolder(top, folder);
  if (refused !== undefined) return { refused };
  const commits = new CommitLog(gitCommand);
  const scanner = new PlanScanner({
    folders: [top],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: (paths) => ignoredPaths(top, paths),
    commits: (of) => commits.of(of),
    openArchives: archives,
  });
  const [plans, data] = await Promise.all([scanner.scan(), dataFolder(top)]);
  const { runs, unreadable } = await runsOf(plans, data);
  const log = data === undefined ? undefined : await loadStatusLog(data);
  return {
    map: stageMap({ plans, runs, statusLog: log?.changes ?? [] }),
    problems: [...scanner.problems, ...unreadable.map(unreadableRun)],
  };
}

async function notAFolder(top: string, typed: string): Promise<string | undefined> {
  try {
    if ((await stat(top)).isDirectory()) return undefined;
    return `${printable(typed)} is a file; name the folder that holds the plans.`;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${printable(typed)} cannot be read (${String(error.code)}).`;
  }
}

/** No journals are read where no plan is run from here. */
async function runsOf(plans: readonly Plan[], data: string | undefined): Promise<ReadRuns> {
  const runnable = plans.some(({ readOnly }) => !readOnly);
  return data === undefined || !runnable ? { runs: [], unreadable: [] } : readRuns(data);
}

/** Where the extension keeps the runs of a repository; `undefined` outside of one: only the editor knows then. */
async function dataFolder(folder: string): Promise<string | undefined> {
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  const { code, stdout } = await git({ folder, args });
  return code === 0 ? join(stdout.toString('utf8').replace(/\r?\n$/, ''), 'stage-runner') : undefined;
}

/** Where git cannot answer, nothing is ignored. */
async function ignoredPaths(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const input = paths.join('\0');
  const answer = await git({ folder, args: ['check-ignore', '-z', '--stdin'], input });
  return new Set(fields(answer));
}

function fields({ code, stdout }: GitAnswer): string[] {
  return code === 0
    ? stdout
        .toString('utf8')
        .split('\0')
        .filter((field) => field !== '')
    : [];
}

function unreadableRun({ file, unreadable }: ReadRuns['unreadable'][number]): Problem {
  const start = { line: 0, character: 0 };
  const message = `This run cannot be shown: ${unreadable}.`;
  return { code: 'journal-unreadable', severity: 'warning', file, range: { start, end: start }, message };
}
