/** The texts of a plan's folder before and after an agent's turn, and putting files back. Symbolic links are not followed. */
import { lstat, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { FileChange } from '../core/events';
import { guardPlan, type GuardResult, type PlanTexts, type Restore } from '../core/planGuard';
import type { PlanRights } from '../core/planRights';
import { errorCode, writeWhole } from './runner/files';

/** JSON: written to disk before an agent starts, so that a later window can compare. */
export interface PlanSnapshot {
  readonly schema_version: number;
  /** Absolute path of the plan's folder. */
  readonly root: string;
  /** Where that folder really is, links followed; missing when there is no such folder. */
  readonly real?: string;
  readonly texts: PlanTexts;
  /** Files that are not text, or too large for a plan, by relative path: they are neither compared nor put back. */
  readonly skipped: readonly string[];
}

const SNAPSHOT_VERSION = 1;

/** A longer file is no plan; the format reads none either. */
const LONGEST_TEXT = 1024 * 1024;

/** Reads `steps/*.md`, `handoffs/*.md`, `plan.md` and `NOTES.md`; throws when a file that is there cannot be read. */
export async function takeSnapshot(root: string): Promise<PlanSnapshot> {
  const names = [
    ...(await markdownIn(root, '')).filter((name) => name === 'plan.md' || name === 'NOTES.md'),
    ...(await markdownIn(root, 'steps')),
    ...(await markdownIn(root, 'handoffs')),
  ];
  const texts: Record<string, string> = {};
  const skipped: string[] = [];
  for (const name of names) {
    if ((await lstat(join(root, name))).size > LONGEST_TEXT) {
      skipped.push(name);
      continue;
    }
    const bytes = await readFile(join(root, name));
    const text = bytes.toString('utf8');
    if (Buffer.from(text, 'utf8').equals(bytes)) texts[name] = text;
    else skipped.push(name);
  }
  const real = (await exists(root)) ? await realpath(root) : undefined;
  return { schema_version: SNAPSHOT_VERSION, root, ...(real !== undefined && { real }), texts, skipped };
}

async function markdownIn(root: string, folder: string): Promise<string[]> {
  if (!(folder === '' ? await exists(root) : await isRealFolder(join(root, folder)))) return [];
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => (folder === '' ? entry.name : `${folder}/${entry.name}`));
}

/** The plan's own folder may be reached through a link of the user's; what lies in it may not. */
async function exists(root: string): Promise<boolean> {
  try {
    return (await stat(root)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function isRealFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Judges what changed between two snapshots (`guardPlan`); what was no text before is left alone, which a note says. */
export function guardSnapshots(
  before: PlanSnapshot,
  after: PlanSnapshot,
  step: string,
  rights: PlanRights,
): GuardResult {
  // Another folder in the place of the plan's holds files of somebody else.
  if (before.real !== undefined && after.real !== undefined && before.real !== after.real)
    return { restore: [], proposals: '', notes: [movedNote(before.root, after.real)] };
  const rewritten = before.skipped.filter((name) => name in after.texts);
  const known = Object.entries(after.texts).filter(([name]) => !rewritten.includes(name));
  const guard = guardPlan(before.texts, Object.fromEntries(known), step, rights);
  const notes = rewritten.map((name) => `${name}: was not UTF-8 and was rewritten; it cannot be put back`);
  return { ...guard, notes: [...guard.notes, ...notes] };
}

function movedNote(root: string, real: string): string {
  return `${root} leads to ${real} since the agent's turn, so nothing was compared or put back. Put the plan's own folder back there.`;
}

export interface Restored {
  readonly changes: readonly FileChange[];
  /** Files that could not be put back, each with the reason. */
  readonly problems: readonly string[];
}

/** Puts files of the plan's folder back. Nothing is written outside of it, also not through a symbolic link. */
export async function restoreFiles(root: string, files: readonly Restore[]): Promise<Restored> {
  const changes: FileChange[] = [];
  const problems: string[] = [];
  for (const { file, text } of files) {
    const path = join(root, ...file.split('/'));
    const problem = (await unsafe(root, path)) ?? (await put(path, text));
    if (problem !== undefined) {
      problems.push(`${path} could not be put back: ${problem}`);
      continue;
    }
    const what =
      text === undefined ? 'removed: an agent may not create it' : 'put back after an agent changed it';
    changes.push({ file: path, what });
  }
  return { changes, problems };
}

/** `undefined` when it is done, else the system's reason. */
async function put(path: string, text: string | undefined): Promise<string | undefined> {
  try {
    if (text === undefined) await rm(path, { force: true });
    else await writeWhole(path, text);
    return undefined;
  } catch (error) {
    if (error instanceof Error && errorCode(error) !== undefined) return error.message;
    throw error;
  }
}

/** Why a path must not be written: its folder is a link, or it is outside. A link in place of the file is replaced. */
async function unsafe(root: string, path: string): Promise<string | undefined> {
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return `it is outside of ${root}.`;
  const folder = dirname(path);
  try {
    return (await lstat(folder)).isDirectory() || folder === root
      ? undefined
      : `${folder} is not a folder any more.`;
  } catch (error) {
    // A folder that is gone is made again.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
