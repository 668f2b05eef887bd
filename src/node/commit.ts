/**
 * Commits what differs between trees, and nothing else, as the person would who works here: their hooks run, and what
 * those refuse is not committed. The working tree is not touched; an index with changes of its own is left alone.
 */
import type { PromptCommit } from '../core/actions/prompts/promptsWork';
import type { NoAnswer } from '../core/actions/workTree';
import { gitCommand, within, type GitAnswer, type GitCommand } from './checkpoints/gitCommand';
import { branchOf, findRepository, operationUnderWay } from './checkpoints/repository';
import { stage, unstage } from './staging';

/** For one git command, in milliseconds; hooks may take their time, and wait for nobody. */
const GIT_MS = 60_000;
const COMMIT_MS = 300_000;

type Committed = { readonly commit: string; readonly note?: string };

/** @param folder any folder of the worktree, absolute */
export async function commitTrees(folder: string, commit: PromptCommit): Promise<Committed | NoAnswer> {
  const git = within(GIT_MS, gitCommand);
  const repository = await findRepository(git, folder);
  if ('refused' in repository) return { refused: repository.refused.detail };
  const { top, gitDir, head } = repository;
  const made = await madeBefore(git, top, commit);
  if (made !== undefined) return { commit: made };
  const moved = movedFrom(commit, { head: head?.commit ?? '', branch: await branchOf(git, top) });
  if (moved !== undefined) return { refused: moved };
  const busy = await operationUnderWay(gitDir);
  if (busy !== undefined) return { refused: `git is in the middle of a ${busy}.` };
  const staged = await stage(git, top, commit.changes);
  if ('refused' in staged) return staged;
  const answer = await gitCommand({
    ...{ folder: top, person: true, signal: AbortSignal.timeout(COMMIT_MS) },
    args: ['commit', '--message', commit.message],
  });
  if (answer.code !== 0) {
    await unstage(git, top);
    return { refused: said(answer) };
  }
  const sha = await ask(git, top, 'rev-parse', '--verify', 'HEAD');
  const tree = await ask(git, top, 'rev-parse', '--verify', 'HEAD^{tree}');
  const note = tree === staged.tree ? undefined : 'A hook changed what was committed.';
  return { commit: sha, ...(note !== undefined && { note }) };
}

/** The window may have gone away between the commit and the word of it. */
async function madeBefore(
  git: GitCommand,
  top: string,
  { head, message }: PromptCommit,
): Promise<string | undefined> {
  const answer = await git({ folder: top, args: ['log', '-1', '-z', '--format=%H %P%n%B', 'HEAD', '--'] });
  if (answer.code !== 0) return undefined;
  const [names = '', ...lines] = answer.stdout.toString().replace(/\0$/, '').split('\n');
  const [sha = '', ...parents] = names.split(' ').filter(Boolean);
  return sha !== head && parents.join(' ') === head && lines.join('\n').trim() === message.trim()
    ? sha
    : undefined;
}

type Place = Pick<PromptCommit, 'head' | 'branch'>;

/** The person agreed to a commit on what HEAD named then: another branch, or another commit, is for them to judge. */
function movedFrom(then: Place, now: Place): string | undefined {
  if (now.head === then.head && now.branch === then.branch) return undefined;
  const went = `HEAD went from ${placeWords(then)} to ${placeWords(now)} since this was asked.`;
  return `${went} Look at the branch, and answer again.`;
}

function placeWords({ head, branch }: Place): string {
  return `${head || 'no commit'} on ${branch || 'no branch'}`;
}

async function ask(git: GitCommand, folder: string, ...args: readonly string[]): Promise<string> {
  return (await git({ folder, args })).stdout.toString().trim();
}

/** A hook says why on either. */
function said({ code, stdout, stderr }: GitAnswer): string {
  if (code === 'aborted') return `It took longer than ${COMMIT_MS / 1000} seconds and was ended.`;
  const lines = `${stderr}\n${stdout.toString()}`.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, 10).join(' ').slice(0, 400);
}
