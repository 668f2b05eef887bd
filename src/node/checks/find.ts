/** Finding the command of a check in a real project folder. */
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../runner/files';
import { PROJECT_TEXTS, type ProjectFiles } from '../../core/checkDetect';
import { findCheckCommand, type CheckSources } from '../../core/checkFind';
import type { CheckCommand, CheckName, CheckRecord } from '../../core/checks';

/** A build file longer than this is not read. */
const LONGEST_TEXT = 1024 * 1024;

/** What the detection wants to know of a project; throws when the folder cannot be listed. */
export async function readProject(folder: string): Promise<ProjectFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const texts: Record<string, string> = {};
  for (const name of PROJECT_TEXTS.filter((wanted) => names.includes(wanted))) {
    const file = join(folder, name);
    const found = await statOf(file);
    if (found?.isFile() && found.size <= LONGEST_TEXT) texts[name] = await readFile(file, 'utf8');
  }
  return { names, texts };
}

/** `undefined` where a link leads nowhere: that is no build file. */
async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/**
 * The command to run, or the record in its place (`core/checkFind`). Detection looks into the project folder alone.
 */
export async function findCheck(
  check: CheckName,
  projectDir: string,
  sources: Omit<CheckSources, 'project'>,
): Promise<CheckCommand | CheckRecord> {
  return findCheckCommand(check, { ...sources, project: await readProject(projectDir) });
}
