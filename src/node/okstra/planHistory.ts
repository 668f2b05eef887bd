/** What git knows of a plan's files: since which commit the plan is as it is, and what became of them since. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { OkstraFiles } from '../../core/actions/okstra/okstraFiles';
import { comparable } from '../../core/formats/okstra/run/planDrift';
import { gitCommand, within, type GitCommand } from '../checkpoints/gitCommand';
import { errorCode } from '../runner/files';

/** For one command, in milliseconds. */
const GIT_MS = 30_000;
const MOST_COMMITS = 20;

type PlanHistory = Pick<OkstraFiles, 'commitOf' | 'stateIn' | 'commitsSince'>;

/** @param folder of the run, absolute */
export function planHistory(folder: string): PlanHistory {
  const git = within(GIT_MS, gitCommand);
  return {
    commitOf: (file) => commitOf(git, folder, file),
    async stateIn(treeish, path) {
      const name = `${treeish}:${path}`;
      const type = await git({ folder, args: ['cat-file', '--batch-check'], input: `${name}\n` });
      if (type.code !== 0) return 'unknown';
      const [, kind, ...rest] = type.stdout.toString().trim().split(' ');
      // git says the name again, which may hold blanks, and that it is missing: of the tree too, where that is gone.
      if (rest.at(-1) === 'missing' || kind === 'missing') return absentIn(git, folder, treeish);
      if (kind === 'tree') return 'folder';
      const blob = await git({ folder, args: ['cat-file', 'blob', name] });
      return blob.code === 0 ? { hash: hashOf(blob.stdout) } : 'unknown';
    },
    async commitsSince(commit, path) {
      const what = ['--no-show-signature', `--max-count=${MOST_COMMITS}`, '--format=%s', `${commit}..HEAD`];
      const answer = await git({ folder, args: ['log', ...what, '--', `:(top,literal)${path}`] });
      return answer.code === 0 ? answer.stdout.toString().split('\n').filter(Boolean) : [];
    },
  };
}

async function absentIn(git: GitCommand, folder: string, treeish: string): Promise<'absent' | 'unknown'> {
  const answer = await git({ folder, args: ['rev-parse', '--verify', '--quiet', `${treeish}^{tree}`] });
  return answer.code === 0 ? 'absent' : 'unknown';
}

function hashOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  return createHash('sha256')
    .update(isText ? comparable(text) : bytes)
    .digest('hex');
}

async function commitOf(git: GitCommand, folder: string, file: string): Promise<string | undefined> {
  const last = ['log', '--no-show-signature', '--max-count=1', '--format=%H'];
  const own = await git({ folder, args: [...last, '--', `:(literal)${file}`] });
  const found = own.code === 0 ? own.stdout.toString().trim() : '';
  if (found !== '') return found;
  const written = await writtenAt(file);
  if (written === undefined) return undefined;
  const before = await git({ folder, args: [...last, `--before=${new Date(written).toISOString()}`] });
  const commit = before.code === 0 ? before.stdout.toString().trim() : '';
  return commit === '' ? undefined : commit;
}

async function writtenAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
