/**
 * Commits what differs between trees, and nothing else, as the person would who works here: their hooks run, and what
 * those refuse is not committed. The working tree is not touched; an index with changes of its own is left alone.
 */
import type { PromptCommit } from '../core/actions/prompts/promptsWork';
import type { NoAnswer } from '../core/actions/workTree';
import { gitCommand, within, type GitAnswer, type GitCommand } from './checkpoints/gitCommand';
import { refusalOf } from './checkpoints/gitRefusal';
import { findRepository, operationUnderWay } from './checkpoints/repository';

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
  const moved = movedFrom(commit.head, head?.commit ?? '');
  if (moved !== undefined) return { refused: moved };
  const busy = await operationUnderWay(gitDir);
  if (busy !== undefined) return { refused: `git is in the middle of a ${busy}.` };
  const staged = await stage(git, top, commit);
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

/** The person agreed to a commit on what HEAD named then: another branch, or another commit, is for them to judge. */
function movedFrom(then: string, now: string): string | undefined {
  if (now === then) return undefined;
  const went = `HEAD went from ${then || 'no commit'} to ${now || 'no commit'} since this was asked.`;
  return `${went} Look at the branch, and answer again.`;
}

/** Brings the changes into the index; gives the tree that is to be committed. */
async function stage(
  git: GitCommand,
  top: string,
  { changes }: PromptCommit,
): Promise<{ readonly tree: string } | NoAnswer> {
  const clean = await git({ folder: top, args: ['diff', '--cached', '--quiet'] });
  if (clean.code === 1)
    return { refused: 'The index holds changes of its own. Commit them, or take them out of it, first.' };
  if (clean.code !== 0) return { refused: refusalOf(clean, top, 'look at the index').detail };
  for (const change of changes) {
    const refused = await apply(git, top, change);
    if (refused === undefined) continue;
    if (change !== changes[0]) await unstage(git, top);
    return refused;
  }
  return { tree: await ask(git, top, 'write-tree') };
}

/** Why the change between two trees cannot be brought into the index. */
async function apply(
  git: GitCommand,
  top: string,
  { from, to }: PromptCommit['changes'][number],
): Promise<NoAnswer | undefined> {
  const plain = ['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', '--binary', '--full-index'];
  const patch = await git({ folder: top, args: ['diff-tree', '-r', '-p', ...plain, from, to] });
  if (patch.code !== 0) return { refused: refusalOf(patch, top, 'tell what was changed').detail };
  // git takes an empty patch for a damaged one.
  if (patch.stdout.length === 0) return undefined;
  const args = ['apply', '--cached', '--whitespace=nowarn', '-'];
  const applied = await git({ folder: top, args, input: patch.stdout });
  if (applied.code === 0) return undefined;
  return {
    refused:
      'It rests on changes that are not committed, so it cannot be committed by itself. Commit by hand.',
  };
}

/** The index held nothing of its own before: it is as HEAD has it again. */
async function unstage(git: GitCommand, top: string): Promise<void> {
  const head = await git({ folder: top, args: ['rev-parse', '--verify', '--quiet', 'HEAD'] });
  await git({ folder: top, args: ['read-tree', head.code === 0 ? 'HEAD' : '--empty'] });
  await git({ folder: top, args: ['update-index', '-q', '--refresh'] });
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
