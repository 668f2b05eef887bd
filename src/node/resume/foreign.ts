/** What commits and another tool's files say about a plan, as text: `core/resume` judges it. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSidecarName } from '../../core/formats/runr/sidecar';
import type { FoundCommit } from '../../core/resume/commits';
import type { FoundSidecar } from '../../core/resume/sidecars';
import { errorCode } from '../runner/files';
import { fields, type Questions } from './questions';

/** Where Runr keeps its checkpoint files; the second is the older name. */
const PLACES = ['.runr/checkpoints', '.agent/checkpoints'];
const MOST_FILES = 500;
const LARGEST = 1024 * 1024;

/**
 * Commits of any branch or tag that may say that a step is finished; our own refs are read as checkpoints. The
 * search only narrows down: whether a commit counts is decided on its whole message.
 */
export async function tellingCommits(ask: Questions): Promise<FoundCommit[]> {
  const pattern = '^(Stage-Runner-Step: |chore\\((runr|agent)\\): checkpoint )';
  const text = await ask.text([
    'log',
    '-z',
    '--exclude=refs/stage-runner/*',
    '--all',
    '--extended-regexp',
    `--grep=${pattern}`,
    '--max-count=500',
    '--format=%H%n%cI%n%B',
  ]);
  return fields(text).map((entry) => {
    const [sha = '', at = '', ...message] = entry.split('\n');
    return { sha, at, message: message.join('\n') };
  });
}

/** Runr's checkpoint files beside a workspace folder; nothing where it has none. */
export async function foundSidecars(folder: string): Promise<FoundSidecar[]> {
  const found: FoundSidecar[] = [];
  for (const place of PLACES) {
    const names = await namesIn(join(folder, place));
    for (const name of names.filter(isSidecarName).slice(0, MOST_FILES))
      found.push(await sidecar(join(folder, place, name), name));
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}

async function sidecar(file: string, name: string): Promise<FoundSidecar> {
  try {
    const stat = await lstat(file);
    const readable = stat.isFile() && stat.size <= LARGEST;
    return { file, name, modified: stat.mtimeMs, text: readable ? await readFile(file, 'utf8') : undefined };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { file, name, modified: 0, text: undefined };
  }
}

/** Which of the commits the repository does not have. */
export async function missingCommits(
  ask: Questions,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  if (commits.length === 0) return new Set();
  const answer = await ask.text(
    ['cat-file', '--batch-check=%(objecttype)'],
    commits.map((sha) => `${sha}^{commit}\n`).join(''),
  );
  const lines = answer.split('\n');
  return new Set(commits.filter((_, at) => lines[at] !== 'commit'));
}
