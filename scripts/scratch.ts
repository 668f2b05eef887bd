import { cp, mkdtemp, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mustRun } from './command';

/** A new empty folder under the system's folder for temporary files. */
export async function scratchFolder(prefix: string): Promise<string> {
  return realpath(await mkdtemp(path.join(os.tmpdir(), `stage-runner-${prefix}-`)));
}

/** Copies a workspace to `target` and makes the copy a git repository with one commit. */
export async function copyAsRepository(source: string, target: string): Promise<void> {
  await cp(source, target, { recursive: true });
  const name = 'Stage Runner sample';
  const email = 'sample@stage-runner.invalid';
  const identity = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
  const env = { ...process.env, ...identity };
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    ['-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message=Start of the sample'],
  ]) {
    await mustRun('The workspace copy could not become a git repository', 'git', args, { cwd: target, env });
  }
}
