/** The names below a plan's root: listed once, and again only in the folders where something changed. */
import { join } from 'node:path';
import type { Listing, PlanFormat } from '../../core/formats/format';
import type { Problem } from '../../core/problem';
import { folderNames, NOTHING, type Bounds, type FolderNames } from './folderNames';
import { linkTarget, type PlanFiles } from './planFiles';
import { NEVER_ENTERED } from './neverEntered';
import { withoutTwins } from './twins';
import type { Work } from './work';

export interface Listed {
  readonly listing: Listing;
  /** By the folder's name: relative to the root, ending with `/`; `''` is the root. */
  readonly folders: ReadonlyMap<string, FolderNames>;
  /** The names that lie behind a link. */
  readonly links: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

export interface Place extends Bounds {
  /** Whether the root itself lies behind a link. */
  readonly linked: boolean;
}

/** What the names of folders beside the root begin with. */
const BESIDE = '../';

type Shape = Pick<PlanFormat, 'depth' | 'enters' | 'beside'>;

/**
 * Lists a root as deep as its format asks.
 * @param before the same root as last seen: stands in for the folders that cannot be read now
 */
export async function listRoot(
  place: Place,
  shape: Shape,
  files: PlanFiles,
  work: Work,
  before?: Listed,
): Promise<Listed> {
  const folders = new Map<string, FolderNames>();
  const run = { place, shape, files, work, before: before?.folders, folders };
  listBeside(run);
  await listBelow('', run);
  return before !== undefined && sameFolders(before.folders, folders) ? before : assembled(folders);
}

/**
 * The listing after changes of some paths: their folders are listed again, and folders that came are listed whole.
 * @param paths relative to the root, `/`-separated; files or folders, present or not
 * @returns `listed` itself where no name came, went or became a link
 */
export async function relist(
  listed: Listed,
  paths: readonly string[],
  place: Place,
  shape: Shape,
  files: PlanFiles,
  work: Work,
): Promise<Listed> {
  const folders = new Map(listed.folders);
  const run = { place, shape, files, work, before: listed.folders, folders };
  for (const path of paths) if (folders.has(`${path}/`)) drop(`${path}/`, folders);
  const below = paths.filter((path) => !path.startsWith(BESIDE));
  if (below.length < paths.length)
    for (const prefix of listed.folders.keys()) if (prefix.startsWith(BESIDE)) folders.delete(prefix);
  for (const prefix of new Set(below.map((path) => nearest(path, listed.folders)))) {
    if (work.due) await work.pause();
    const before = listed.folders.get(prefix);
    // A link may have taken a folder's place since it was listed.
    const inside = linkTarget(join(place.root, prefix), place.boundary, files) === 'inside';
    const linked = isBehindLink(prefix, place, listed.folders);
    const now = inside ? namesIn(prefix, linked, before, run) : NOTHING;
    folders.set(prefix, now);
    const present = new Set(now.names);
    for (const name of before?.names ?? []) if (!present.has(name)) drop(name, folders);
    for (const name of now.names)
      if (isEntered(name, shape) && !folders.has(name)) await listBelow(name, run);
  }
  listBeside(run);
  return sameFolders(listed.folders, folders) ? listed : assembled(folders);
}

interface Run {
  readonly place: Place;
  readonly shape: Shape;
  readonly files: PlanFiles;
  readonly work: Work;
  readonly before: ReadonlyMap<string, FolderNames> | undefined;
  /** Filled. */
  readonly folders: Map<string, FolderNames>;
}

/** Lists the folders beside the root that are not listed yet: their names alone, and nothing outside of the workspace folder. */
function listBeside(run: Run): void {
  const { place, shape, files, before, folders } = run;
  for (const folder of shape.beside ?? []) {
    const prefix = `${BESIDE}${folder}/`;
    if (folders.has(prefix)) continue;
    const inside = linkTarget(join(place.root, prefix), place.boundary, files) === 'inside';
    folders.set(prefix, inside ? namesIn(prefix, false, before?.get(prefix), run) : NOTHING);
  }
}

async function listBelow(top: string, run: Run): Promise<void> {
  const { place, shape, work, before, folders } = run;
  const waiting = [top];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    if (work.due) await work.pause();
    const found = namesIn(prefix, isBehindLink(prefix, place, folders), before?.get(prefix), run);
    folders.set(prefix, found);
    for (const name of found.names) if (isEntered(name, shape)) waiting.push(name);
  }
}

function namesIn(
  prefix: string,
  linked: boolean,
  before: FolderNames | undefined,
  { place, shape, files }: Run,
): FolderNames {
  const found = folderNames(prefix, place, linked, files, before);
  return withoutTwins(found, prefix, place.root, (name) => isEntered(name, shape), files);
}

function isEntered(name: string, { depth, enters }: Shape): boolean {
  if (!name.endsWith('/')) return false;
  const parts = name.split('/');
  if (parts.length - 1 > depth || NEVER_ENTERED.has(parts[parts.length - 2] ?? '')) return false;
  return enters === undefined || enters(name);
}

function isBehindLink(prefix: string, place: Place, folders: ReadonlyMap<string, FolderNames>): boolean {
  return prefix === '' ? place.linked : (folders.get(above(prefix))?.links.has(prefix) ?? false);
}

/** The folder that a name lies in: `a/b/` lies in `a/`. */
export function above(name: string): string {
  return name.slice(0, name.lastIndexOf('/', name.length - 2) + 1);
}

/** The innermost listed folder around a path. */
function nearest(path: string, folders: ReadonlyMap<string, FolderNames>): string {
  let prefix = above(path);
  while (prefix !== '' && !folders.has(prefix)) prefix = above(prefix);
  return prefix;
}

/** Forgets a folder and all below it. */
function drop(prefix: string, folders: Map<string, FolderNames>): void {
  if (!prefix.endsWith('/')) return;
  for (const name of folders.get(prefix)?.names ?? []) drop(name, folders);
  folders.delete(prefix);
}

function assembled(folders: ReadonlyMap<string, FolderNames>): Listed {
  const listing: string[] = [];
  const problems: Problem[] = [];
  const links = new Set<string>();
  // A folder's names begin with its own, so that taking them right after it keeps the whole sorted.
  const add = (prefix: string): void => {
    const found = folders.get(prefix);
    if (found === undefined) return;
    problems.push(...found.problems);
    for (const name of found.links) links.add(name);
    for (const name of found.names) {
      listing.push(name);
      if (name.endsWith('/')) add(name);
    }
  };
  add('');
  for (const prefix of folders.keys()) if (prefix.startsWith(BESIDE)) add(prefix);
  return { listing, folders, links, problems };
}

function sameFolders(
  before: ReadonlyMap<string, FolderNames>,
  now: ReadonlyMap<string, FolderNames>,
): boolean {
  if (before.size !== now.size) return false;
  for (const [prefix, folder] of now) {
    const other = before.get(prefix);
    if (other === undefined || (other !== folder && !sameNames(other, folder))) return false;
  }
  return true;
}

function sameNames(left: FolderNames, right: FolderNames): boolean {
  return (
    left.names.length === right.names.length &&
    left.links.size === right.links.size &&
    left.problems.length === right.problems.length &&
    left.names.every((name, index) => name === right.names[index]) &&
    [...left.links].every((name) => right.links.has(name)) &&
    left.problems.every(({ file, message }, index) => {
      const other = right.problems[index];
      return file === other?.file && message === other.message;
    })
  );
}
