/** Questions to git that change nothing: one deadline for all of them, answers by exit code. */
import { join } from 'node:path';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { GitUnavailable } from '../checkpoints/refs';

export interface Questions {
  /** Absolute top folder of the worktree. */
  readonly top: string;
  /** Where records lie. */
  readonly dataFolder: string;
  /** What git says; throws `GitUnavailable` when it fails. */
  text(args: readonly string[], input?: string | Buffer): Promise<string>;
  /** Exit code 0 or 1, as `--quiet` and `--is-ancestor` answer; throws `GitUnavailable` for any other. */
  yes(args: readonly string[]): Promise<boolean>;
  /** What git says, or `undefined` when it fails. */
  maybe(args: readonly string[]): Promise<string | undefined>;
  /** The same with a shorter deadline, for what may take long and is worth little. */
  within(milliseconds: number): Questions;
}

/** The questions for the worktree of a folder; `undefined`, and the reason among the problems, where there is none. */
export async function worktreeOf(
  git: GitCommand,
  folder: string,
  signal: AbortSignal,
  problems: string[],
): Promise<Questions | undefined> {
  const places = ['--path-format=absolute', '--show-toplevel', '--git-common-dir'];
  const answer = await git({ folder, args: ['rev-parse', ...places], signal });
  const [top, common, ...rest] = answer.stdout.toString().trimEnd().split(/\r?\n/);
  if (answer.code === 0 && top !== undefined && common !== undefined && rest.length === 0)
    return questions(git, { top, dataFolder: join(common, 'stage-runner') }, signal);
  const { detail, wayOut } = refusalOf(answer, folder, 'find the worktree');
  problems.push(`${detail} ${wayOut}`);
  return undefined;
}

/** What a question gives, or `instead`, with the reason among the problems, where git cannot answer. */
export async function answerOr<T>(instead: T, problems: string[], question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    problems.push(error.message);
    return instead;
  }
}

function questions(
  git: GitCommand,
  places: Pick<Questions, 'top' | 'dataFolder'>,
  signal: AbortSignal,
): Questions {
  const { top } = places;
  const ask = (args: readonly string[], input?: string | Buffer) =>
    git({ folder: top, args, signal, ...(input !== undefined && { input }) });
  const failed = (answer: Awaited<ReturnType<GitCommand>>) =>
    new GitUnavailable(refusalOf(answer, top, 'look at what a resume would meet'));
  return {
    ...places,
    async text(args, input) {
      const answer = await ask(args, input);
      if (answer.code !== 0) throw failed(answer);
      return answer.stdout.toString();
    },
    async yes(args) {
      const answer = await ask(args);
      if (answer.code !== 0 && answer.code !== 1) throw failed(answer);
      return answer.code === 0;
    },
    async maybe(args) {
      const answer = await ask(args);
      return answer.code === 0 ? answer.stdout.toString() : undefined;
    },
    within(milliseconds) {
      return questions(git, places, AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]));
    },
  };
}

/** The fields of an answer given with `-z`. */
export function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}
