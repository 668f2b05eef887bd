/** The names below a plan's root, without following a link out of the workspace folder. */
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { byText, type Listing, type PlanFormat } from '../../core/formats/format';
import type { Problem } from '../../core/plan';
import { errorCode, fileProblem, isAbsent, linkTarget, type PlanFiles } from './planFiles';

export interface Listed {
  readonly listing: Listing;
  /** Folders that could not be read: relative, ending with `/`; `''` is the root. */
  readonly unreadable: readonly string[];
  readonly problems: readonly Problem[];
}

type Kind = 'folder' | 'file' | 'outside' | 'other';

/**
 * Lists a root as deep as its format asks. Only regular files and folders are listed: a named pipe would be waited for.
 * @param enters which folders are listed, relative and ending with `/`
 * @param boundary the real path of the workspace folder; links that lead out of it are left out, with a problem
 */
export async function listRoot(
  root: string,
  { depth, enters = () => true }: Pick<PlanFormat, 'depth' | 'enters'>,
  boundary: string,
  files: PlanFiles,
): Promise<Listed> {
  const names: string[] = [];
  const unreadable: string[] = [];
  const problems: Problem[] = [];

  async function list(prefix: string, below: number): Promise<void> {
    const folder = join(root, prefix.slice(0, -1));
    let entries: Dirent[];
    try {
      entries = await files.entries(folder);
    } catch (error) {
      if (isAbsent(error)) return;
      unreadable.push(prefix);
      problems.push(fileProblem('read-failed', folder, unreadableMessage(error)));
      return;
    }
    await Promise.all(entries.map((entry) => add(entry, prefix, below)));
  }

  async function add(entry: Dirent, prefix: string, below: number): Promise<void> {
    const path = join(root, prefix, entry.name);
    const kind = await kindOf(entry, path, boundary, files);
    if (kind === 'file') names.push(`${prefix}${entry.name}`);
    if (kind === 'outside') problems.push(fileProblem('link-outside', path, OUTSIDE));
    if (kind !== 'folder') return;
    names.push(`${prefix}${entry.name}/`);
    if (below > 0 && enters(`${prefix}${entry.name}/`)) await list(`${prefix}${entry.name}/`, below - 1);
  }

  await list('', depth);
  return { listing: names.sort(byText), unreadable, problems };
}

const OUTSIDE = 'This link cannot be followed inside the workspace folder and is left out.';

function unreadableMessage(error: unknown): string {
  return `This folder cannot be read (${errorCode(error)}); what was last read in it is shown.`;
}

async function kindOf(entry: Dirent, path: string, boundary: string, files: PlanFiles): Promise<Kind> {
  if (!entry.isSymbolicLink()) return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
  const leads = await linkTarget(path, boundary, files);
  if (leads !== 'inside') return leads === 'absent' ? 'other' : 'outside';
  try {
    const target = await files.stat(path);
    return target.isDirectory() ? 'folder' : target.isFile() ? 'file' : 'other';
  } catch (error) {
    // Deleted since its link was followed; any other change of the target is no file either.
    return isAbsent(error) ? 'other' : 'outside';
  }
}
