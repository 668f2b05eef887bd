/** The checkpoints' refs and what they name, each with one git process for all of them. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import { CHECKPOINT_REFS, refOf } from '../../core/checkpoints/checkpoint';
import type { FoundCommit } from '../../core/checkpoints/message';
import type { GitAnswer, GitCommand } from './gitCommand';
import { errorCode } from '../runner/files';
import { refusalOf, systemRefusal } from './gitRefusal';

/** git could not be asked: neither "there" nor "gone" can be said of any checkpoint. */
export class GitUnavailable extends Error {
  constructor(readonly refused: CheckpointRefusal) {
    super(`${refused.detail} ${refused.wayOut}`);
  }
}

/** What the work gives, or why git cannot be asked, or what the system refused: a full disk, a folder that may not be written. */
export async function orRefused<T>(
  work: () => Promise<T>,
): Promise<T | { readonly refused: CheckpointRefusal }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitUnavailable) return { refused: error.refused };
    if (errorCode(error) !== undefined && error instanceof Error) return { refused: systemRefusal(error) };
    throw error;
  }
}

/** Record id and commit of every checkpoint's ref; refs below it that are none of ours are left away. */
export async function checkpointRefs(git: GitCommand, top: string): Promise<ReadonlyMap<string, string>> {
  const answer = await git({
    folder: top,
    args: ['for-each-ref', '--format=%(objectname) %(refname)', `${CHECKPOINT_REFS}/`],
  });
  const rows = said(answer, top, 'list the checkpoints')
    .split('\n')
    .map((line) => /^([0-9a-f]+) (.*)$/.exec(line));
  return new Map(
    rows.flatMap((row) => {
      const [, sha = '', ref = ''] = row ?? [];
      const id = ref.slice(CHECKPOINT_REFS.length + 1);
      return /^[0-9A-Za-z]{1,64}$/.test(id) && ref === refOf(id) ? [[id, sha] as const] : [];
    }),
  );
}

/** The trees of the commits that are there with their tree; others are absent. */
export async function treesOf(
  git: GitCommand,
  top: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (commits.length === 0) return new Map();
  const answer = await git({
    folder: top,
    args: ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
    input: commits.map((sha) => `${sha}^{tree}\n`).join(''),
  });
  const lines = said(answer, top, 'look for the commits of the checkpoints').split('\n');
  return new Map(
    commits.flatMap((sha, index) => {
      const [, tree] = /^([0-9a-f]+) tree$/.exec(lines[index] ?? '') ?? [];
      return tree === undefined ? [] : [[sha, tree] as const];
    }),
  );
}

/** The commits that some ids' refs name, with their messages; those that are no commits or gone are absent. */
export async function commitsOf(
  git: GitCommand,
  top: string,
  refs: ReadonlyMap<string, string>,
): Promise<readonly FoundCommit[]> {
  if (refs.size === 0) return [];
  const answer = await git({
    folder: top,
    args: ['cat-file', '--batch=%(objecttype) %(objectsize)'],
    input: [...refs.values()].map((sha) => `${sha}\n`).join(''),
  });
  said(answer, top, 'read the commits of the checkpoints');
  const bodies = batches(answer.stdout);
  return [...refs].flatMap(([id, sha], index) => {
    const body = bodies[index];
    const [, tree = '', message = ''] = /^tree ([0-9a-f]+)\n(?:.+\n)*?\n([^]*)$/.exec(body ?? '') ?? [];
    return body === undefined || tree === '' ? [] : [{ id, sha, tree, message }];
  });
}

/** The answers of `cat-file --batch`: the text of a commit, or `undefined` for anything else. */
function batches(stdout: Buffer): readonly (string | undefined)[] {
  const bodies: (string | undefined)[] = [];
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf('\n', at);
    const [, type, size] = /^(\w+) (\d+)$/.exec(stdout.toString('utf8', at, end)) ?? [];
    at = end + 1;
    bodies.push(type === 'commit' ? stdout.toString('utf8', at, at + Number(size)) : undefined);
    if (size !== undefined) at += Number(size) + 1;
  }
  return bodies;
}

function said(answer: GitAnswer, top: string, doing: string): string {
  if (answer.code !== 0) throw new GitUnavailable(refusalOf(answer, top, doing));
  return answer.stdout.toString();
}
