/** What is uncommitted, without touching the index or writing an object. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../core/checkpoints/checkpoint';
import type { DirtyPath } from '../../core/resume/facts';
import { errorCode } from '../runner/files';
import { fields, type Questions } from './questions';

/** Paths are given to git in portions, because a command line has an end. */
const PORTION = 100;
/** Of more dirty paths than these, the others are not compared with the checkpoint. */
const MOST_COMPARED = 1000;

/** Every path that differs from HEAD, each by itself (D10). @param before the checkpoint taken before the stopped run */
export async function dirtyPaths(ask: Questions, before: CheckpointRecord | undefined): Promise<DirtyPath[]> {
  const status = ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=none'];
  const seen = readStatus(await ask.text(status));
  const compared = seen.slice(0, MOST_COMPARED).map(({ path }) => path);
  const then = before?.git && (await blobs(ask, before.git.tree));
  const now = then ? await hashes(ask, compared) : undefined;
  return Promise.all(
    seen.map(async (one, at): Promise<DirtyPath> => {
      const modified = await modifiedAt(join(ask.top, one.path));
      const known = at < MOST_COMPARED && before && !isLeftOut(one.path, before);
      const hash = now?.get(one.path);
      const asBefore =
        !known || !then || (modified !== undefined && hash === undefined)
          ? undefined
          : then.get(one.path) === hash;
      return {
        ...one,
        ...(asBefore !== undefined && { asBefore }),
        ...(modified !== undefined && { modified }),
      };
    }),
  );
}

/** `git status --porcelain=v2 -z`: of a rename the new path counts; names come as they are, line breaks included. */
export function readStatus(text: string): { readonly path: string; readonly what: DirtyPath['what'] }[] {
  const found: { path: string; what: DirtyPath['what'] }[] = [];
  const entries = text.split('\0');
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] ?? '';
    const kind = entry[0];
    const path = pathAfter(entry, { '1': 8, '2': 9, u: 10, '?': 1 }[kind ?? ''] ?? 0);
    if (path === undefined) continue;
    if (kind === '2') at += 1;
    found.push({ path, what: whatOf(entry) });
  }
  return found;
}

function pathAfter(entry: string, spaces: number): string | undefined {
  const rest = spaces === 0 ? [] : entry.split(' ').slice(spaces);
  return rest.length === 0 ? undefined : rest.join(' ');
}

function whatOf(entry: string): DirtyPath['what'] {
  if (entry.startsWith('?')) return 'untracked';
  if (entry.startsWith('u')) return 'conflict';
  if (entry.startsWith('2')) return 'renamed';
  if (entry[5] === 'S') return 'submodule';
  const state = entry.slice(2, 4);
  return state.includes('D') ? 'deleted' : state.startsWith('A') ? 'added' : 'changed';
}

/** Object names of a tree's files by path. */
export async function blobs(ask: Questions, tree: string): Promise<ReadonlyMap<string, string>> {
  const rows = fields(await ask.text(['ls-tree', '-r', '-z', '--full-tree', tree]));
  return new Map(
    rows.flatMap((row) => {
      const [, name, path] = /^\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(row) ?? [];
      return name !== undefined && path !== undefined ? [[path, name] as const] : [];
    }),
  );
}

/** What the objects of files would be called; those that are no plain files now are absent. Nothing is written. */
export async function hashes(ask: Questions, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const plain: string[] = [];
  for (const path of paths) if ((await statOf(join(ask.top, path)))?.isFile()) plain.push(path);
  const found = new Map<string, string>();
  for (let at = 0; at < plain.length; at += PORTION) {
    const portion = plain.slice(at, at + PORTION);
    const names = (await ask.text(['hash-object', '--', ...portion])).trim().split('\n');
    portion.forEach((path, index) => found.set(path, names[index] ?? ''));
  }
  return found;
}

/** Whether the checkpoint does not hold a path for a reason that its record names. */
export function isLeftOut(path: string, { left_out: leftOut }: CheckpointRecord): boolean {
  return leftOut.some((one) => path === one.path || (one.path.endsWith('/') && path.startsWith(one.path)));
}

async function modifiedAt(file: string): Promise<number | undefined> {
  return (await statOf(file))?.mtimeMs;
}

async function statOf(file: string) {
  try {
    return await lstat(file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
