/** The two folders of an attempt: ours with the records, and the agent's inside the workspace. */
import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { AttemptPlace } from '../../core/agentTask';
import { errorCode } from '../runner/files';

/**
 * Creates both folders fresh. Gives what is wrong with the workspace's own `.stage-runner`, if anything: a link there could
 * lead out of the workspace. Throws when the attempt's folders exist already: an attempt is begun once.
 */
export async function createFolders(place: AttemptPlace): Promise<string | undefined> {
  await mkdir(path.dirname(place.records), { recursive: true });
  await createFresh(place.records);
  const inside = path.relative(place.cwd, place.answers).split(path.sep);
  if (inside[0] !== '.stage-runner' || inside.length < 2 || inside.includes('..')) {
    throw new Error(
      `The answers folder ${place.answers} should lie in ${path.join(place.cwd, '.stage-runner')}.`,
    );
  }
  let folder = await realpath(place.cwd);
  for (const name of inside.slice(0, -1)) {
    folder = path.join(folder, name);
    const problem = await createReal(folder);
    if (problem !== undefined) return problem;
    if (name === '.stage-runner') await ignoreAll(folder);
  }
  await createFresh(path.join(folder, inside.at(-1) ?? ''));
  return undefined;
}

async function createFresh(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new Error(`This attempt was begun before: ${folder} exists. Every attempt needs its own.`, {
      cause: error,
    });
  }
}

/** Creates a folder, where it is not there, in one that is; gives what is wrong with what is there already, if anything. */
export async function createReal(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return undefined;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  if ((await lstat(folder)).isDirectory()) return undefined;
  return `${folder} is not a real folder but a link or a file, so nothing is written there. Remove it and run the step again.`;
}

async function ignoreAll(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
