/** The names in one folder of a plan, without following a link out of the workspace folder. */
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { byText } from '../../core/formats/format';
import { fileProblem, type Problem } from '../../core/problem';
import { errorCode, isAbsent, isSystemError, linkTarget, type PlanFiles } from './planFiles';

/** What is known of one folder; its own name is relative to the root, ends with `/`, and is `''` for the root. */
export interface FolderNames {
  /** Relative to the root, sorted; folders end with `/`. */
  readonly names: readonly string[];
  /** The links among them; all of them where the folder itself lies behind a link. */
  readonly links: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Where folders are listed, and what may not be left. */
export interface Bounds {
  /** Absolute path of the plan's folder. */
  readonly root: string;
  /** The real path of the workspace folder; links that lead out of it are left out, with a problem. */
  readonly boundary: string;
}

/**
 * Lists one folder. Only regular files and folders are named: a pipe would be waited for.
 * @param behindLink whether the folder was reached through a link
 * @param before what was last seen in it: stands in when it cannot be read now
 */
export function folderNames(
  prefix: string,
  { root, boundary }: Bounds,
  behindLink: boolean,
  files: PlanFiles,
  before: FolderNames | undefined,
): FolderNames {
  const folder = join(root, prefix.slice(0, -1));
  let entries: Dirent[];
  try {
    entries = files.entries(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (isAbsent(error)) return NOTHING;
    const problem = fileProblem('read-failed', 'warning', folder, unreadable(error, before));
    return { ...(before ?? NOTHING), problems: [problem] };
  }
  const names: string[] = [];
  const links = new Set<string>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const linked = entry.isSymbolicLink();
    const kind = linked ? behind(join(folder, entry.name), boundary, files) : kindOf(entry);
    if (kind === 'outside')
      problems.push(fileProblem('link-outside', 'warning', join(folder, entry.name), OUTSIDE));
    if (kind !== 'file' && kind !== 'folder') continue;
    const name = `${prefix}${entry.name}${kind === 'folder' ? '/' : ''}`;
    names.push(name);
    if (linked || behindLink) links.add(name);
  }
  return { names: names.sort(byText), links: links.size === 0 ? NO_LINKS : links, problems };
}

const NO_LINKS: ReadonlySet<string> = new Set();
/** What is in a folder that is not there. */
export const NOTHING: FolderNames = { names: [], links: NO_LINKS, problems: [] };

const OUTSIDE = 'This link cannot be followed inside the workspace folder and is left out.';

function unreadable(error: unknown, before: FolderNames | undefined): string {
  const known = before !== undefined && before.names.length > 0;
  const shown = known ? 'what was last read in it is shown' : 'nothing is known of what is in it';
  return `This folder cannot be read (${errorCode(error)}); ${shown}. Check its permissions.`;
}

function kindOf(entry: Dirent): 'folder' | 'file' | 'other' {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

function behind(path: string, boundary: string, files: PlanFiles): 'folder' | 'file' | 'other' | 'outside' {
  const leads = linkTarget(path, boundary, files);
  if (leads !== 'inside') return leads === 'absent' ? 'other' : 'outside';
  try {
    return files.kind(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // Deleted since its link was followed; any other change of the target is no file either.
    return isAbsent(error) ? 'other' : 'outside';
  }
}
