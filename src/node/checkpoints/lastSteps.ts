/**
 * What makes a captured tree a checkpoint: its commit, and the ref that keeps it. Starting git takes longer than what it
 * does here, so both are started while the tree is still being captured, and wait for what they get.
 */
import { EMAIL, NAME, type GitAnswer, type GitCommand, type GitInput, type GitRequest } from './gitCommand';

export interface CommitContent {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

export interface LastSteps {
  /** Writes the commit and gives back its name. */
  commit(content: CommitContent): Promise<GitAnswer>;
  /** Makes a ref that is not there yet; one that is there is never moved. Not cut short: others can see it. */
  publish(ref: string, sha: string): Promise<GitAnswer>;
  /** Lets go of what was not used; nothing is written by it. */
  leave(): void;
}

/** @param signal cuts the commit short */
export function startLastSteps(git: GitCommand, folder: string, signal?: AbortSignal): LastSteps {
  const args = ['hash-object', '-t', 'commit', '-w', '--stdin'];
  const commit = started(git, { folder, args, ...(signal && { signal }) });
  const ref = started(git, { folder, args: ['update-ref', '--stdin'] });
  return {
    commit: (content) => commit.give(commitText(content, new Date())),
    publish: (name, sha) => ref.give(`create ${name} ${sha}\n`),
    leave: () => {
      void commit.give('');
      void ref.give('');
    },
  };
}

/** A commit as git writes it. */
function commitText({ tree, parents, message }: CommitContent, at: Date): string {
  const who = `${NAME} <${EMAIL}> ${Math.floor(at.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return `${lines.join('\n')}\n\n${message}`;
}

/** Only what is given first counts. */
function started(git: GitCommand, request: GitRequest): { give(input: GitInput): Promise<GitAnswer> } {
  let give: (input: GitInput) => void = () => undefined;
  const input = new Promise<GitInput>((resolve) => {
    give = resolve;
  });
  const answer = git({ ...request, input });
  return {
    give: (given) => {
      give(given);
      return answer;
    },
  };
}
