/** Which stages, archives, workstreams and quick tasks the names below a root show (renn-gsd.md 1.1, 2.2). */
import { byText, type Listing } from '../format';
import { compareNumbers, numberKey, quickName, stageName, type StagedProfile } from './names';

export interface StageFolder {
  /** `Stage.key`: the folder's own name among the live stages, else its path below the root. */
  readonly key: string;
  /** Relative to the root, without a slash at its end. */
  readonly path: string;
  readonly name: string;
  readonly number?: string;
  /** The number in one spelling. */
  readonly numberKey?: string;
  readonly slug: string;
  /** Everything in it, relative to the root, as listed. */
  readonly names: readonly string[];
  /** The key of the archive, or the name of the workstream, that it is in. */
  readonly archive?: string;
  readonly workstream?: string;
}

export interface StagedTree {
  /** Live stages by number, those of workstreams, then those of archives. */
  readonly stages: readonly StageFolder[];
  /** `quick/<id>-slug`, by name. */
  readonly quick: readonly StageFolder[];
  /** Keys, the newest first. */
  readonly archives: readonly string[];
  /** Those with a stage, or a list of them, by name. */
  readonly workstreams: readonly string[];
  /** Files in no stage: in the root, a workstream or `milestones/`. */
  readonly rootFiles: readonly string[];
  /** Markdown files beside the stages' folders, relative to the root. */
  readonly loose: readonly string[];
}

export const QUICK = 'quick';

const trees = new WeakMap<Listing, StagedTree>();

/** The tree that a listing shows; the same listing gives the same tree. */
export function stagedTree(listing: Listing, profile: StagedProfile): StagedTree {
  const known = trees.get(listing) ?? buildTree(listing, profile);
  trees.set(listing, known);
  return known;
}

/** The tree of a listing with the folders of an earlier one wherever they hold the same names. */
export function stagedTreeAfter(before: StagedTree, listing: Listing, profile: StagedProfile): StagedTree {
  const now = stagedTree(listing, profile);
  if (now === before) return now;
  const known = new Map([...before.stages, ...before.quick].map((folder) => [folder.path, folder]));
  const kept = (folder: StageFolder): StageFolder => {
    const old = known.get(folder.path);
    return old !== undefined && sameNames(old.names, folder.names) ? old : folder;
  };
  const tree = { ...now, stages: now.stages.map(kept), quick: now.quick.map(kept) };
  trees.set(listing, tree);
  return tree;
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

interface Place {
  /** The path of the folder that holds stage folders. */
  readonly base: string;
  readonly folder: string;
  readonly archive?: string;
  readonly workstream?: string;
}

/** What lies in a folder follows it in the listing, which is sorted. */
function buildTree(listing: Listing, profile: StagedProfile): StagedTree {
  const folders: StageFolder[] = [];
  const [loose, rootFiles]: [string[], string[]] = [[], []];
  let inside = '';
  let names: string[] = [];
  for (const name of listing) {
    if (inside !== '' && name.startsWith(inside)) {
      names.push(name);
      continue;
    }
    if (isRootFile(name, profile)) rootFiles.push(name);
    const place = placeOf(name, profile);
    if (place === undefined) continue;
    if (name.endsWith('/')) {
      [inside, names] = [name, []];
      folders.push(stageFolder(place, names, profile));
    } else if (name.toLowerCase().endsWith('.md') && place.archive === undefined) loose.push(name);
  }
  const isQuick = ({ path }: StageFolder): boolean => path.startsWith(`${QUICK}/`);
  const stages = folders.filter((folder) => !isQuick(folder)).sort(compareFolders);
  return {
    stages,
    quick: folders.filter(isQuick),
    archives: unique(stages.map(({ archive }) => archive)),
    workstreams: unique([
      ...stages.map(({ workstream }) => workstream),
      ...rootFiles.map((name) => workstreamOf(name, profile)),
    ]).sort(byText),
    rootFiles,
    loose,
  };
}

function isRootFile(name: string, { gsd }: StagedProfile): boolean {
  if (name.endsWith('/')) return false;
  return !name.includes('/') || name.startsWith('milestones/') || (gsd && name.startsWith('workstreams/'));
}

/** The workstream that a file lists the stages of, or says where the work stands in. */
function workstreamOf(name: string, { overview, state }: StagedProfile): string | undefined {
  const [first, workstream, file, more] = name.split('/');
  const isOwn = first === 'workstreams' && more === undefined && (file === overview || file === state);
  return isOwn ? workstream : undefined;
}

/** Where a name lies that is the folder of a stage or a quick task, or stands beside one. */
function placeOf(name: string, profile: StagedProfile): Place | undefined {
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  const [first = '', second = '', third = ''] = parts;
  const at = (depth: number, more: Pick<Place, 'archive' | 'workstream'> = {}): Place | undefined => {
    const folder = parts[depth];
    if (folder === undefined || parts.length > depth + 1) return undefined;
    return { base: parts.slice(0, depth).join('/'), folder, ...more };
  };
  if (first === profile.stages || first === QUICK) return at(1);
  if (first === 'workstreams' && third === profile.stages && profile.gsd)
    return at(3, { workstream: second });
  if (first !== 'milestones') return undefined;
  if (second.endsWith(profile.archived) && second !== profile.archived)
    return at(2, { archive: second.slice(0, -profile.archived.length) });
  return third === profile.stages ? at(3, { archive: second }) : undefined;
}

function stageFolder(place: Place, names: readonly string[], profile: StagedProfile): StageFolder {
  const { base, folder, archive, workstream } = place;
  const name = base === QUICK ? quickName(folder) : stageName(folder);
  const path = `${base}/${folder}`;
  return {
    key: base === profile.stages ? folder : path,
    path,
    name: folder,
    ...name,
    ...(name.number === undefined ? {} : { numberKey: numberKey(name.number) }),
    names,
    ...(archive === undefined ? {} : { archive }),
    ...(workstream === undefined ? {} : { workstream }),
  };
}

function compareFolders(left: StageFolder, right: StageFolder): number {
  return (
    Number(left.archive !== undefined) - Number(right.archive !== undefined) ||
    compareVersions(right.archive ?? '', left.archive ?? '') ||
    byText(left.workstream ?? '', right.workstream ?? '') ||
    compareNumbers(left.number, right.number) ||
    byText(left.path, right.path)
  );
}

/** `v1.10` after `v1.9`. */
function compareVersions(left: string, right: string): number {
  const numbers = (text: string) => text.match(/\d+/g)?.join('.');
  return compareNumbers(numbers(left), numbers(right)) || byText(left, right);
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
