/** Which stages, archives, workstreams and quick tasks the names below a root show (renn-gsd.md 1.1, 2.2). */
import { byText, type Listing } from './format';
import { stageFile, type StageFile } from './stagedFiles';
import { compareNumbers, quickName, stageName, type StagedProfile } from './stagedNames';

export interface StageFolder {
  /** `Stage.key`: the folder's own name among the live stages, else its path below the root. */
  readonly key: string;
  /** Relative to the root, without a slash at its end. */
  readonly path: string;
  readonly name: string;
  readonly number?: string;
  readonly slug: string;
  readonly files: readonly StageFile[];
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
  readonly workstreams: readonly string[];
  /** Markdown files beside the stages' folders, relative to the root. */
  readonly loose: readonly string[];
}

interface Place {
  /** The path of the folder that holds stage folders. */
  readonly base: string;
  readonly folder: string;
  /** Below the folder; empty for the folder itself. */
  readonly rest: string;
  readonly archive?: string;
  readonly workstream?: string;
}

export const QUICK = 'quick';

/** The tree that a listing shows; the same listing gives the same tree. */
export function stagedTree(listing: Listing, profile: StagedProfile): StagedTree {
  const known = trees.get(listing) ?? buildTree(listing, profile);
  trees.set(listing, known);
  return known;
}

const trees = new WeakMap<Listing, StagedTree>();

function buildTree(listing: Listing, profile: StagedProfile): StagedTree {
  const folders = new Map<string, { readonly place: Place; readonly files: StageFile[] }>();
  const loose: string[] = [];
  for (const name of listing) {
    const place = placeOf(name, profile);
    if (place === undefined) continue;
    if (place.rest === '' && !name.endsWith('/')) {
      if (name.toLowerCase().endsWith('.md') && place.archive === undefined) loose.push(name);
      continue;
    }
    const path = `${place.base}/${place.folder}`;
    const folder = folders.get(path) ?? { place, files: [] };
    folders.set(path, folder);
    const file = stageFile(place.rest, name, profile);
    if (file !== undefined) folder.files.push(file);
  }
  const all = [...folders].map(([path, { place, files }]) => stageFolder(path, place, files, profile));
  const stages = all.filter(({ path }) => !path.startsWith(`${QUICK}/`)).sort(compareFolders);
  return {
    stages,
    quick: all.filter(({ path }) => path.startsWith(`${QUICK}/`)),
    archives: unique(stages.map(({ archive }) => archive)),
    workstreams: unique(stages.map(({ workstream }) => workstream)),
    loose,
  };
}

/** Where a name lies, when it is in or beside the folder of a stage or a quick task. */
export function placeOf(name: string, profile: StagedProfile): Place | undefined {
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  const [first = '', second = '', third = ''] = parts;
  const at = (depth: number, more: Pick<Place, 'archive' | 'workstream'> = {}): Place | undefined => {
    const folder = parts[depth];
    if (folder === undefined) return undefined;
    return { base: parts.slice(0, depth).join('/'), folder, rest: parts.slice(depth + 1).join('/'), ...more };
  };
  if (first === profile.stages || first === QUICK) return at(1);
  if (first === 'workstreams' && third === profile.stages && profile.gsd)
    return at(3, { workstream: second });
  if (first !== 'milestones') return undefined;
  if (second.endsWith(profile.archived) && second !== profile.archived)
    return at(2, { archive: second.slice(0, -profile.archived.length) });
  return third === profile.stages ? at(3, { archive: second }) : undefined;
}

function stageFolder(
  path: string,
  place: Place,
  files: readonly StageFile[],
  profile: StagedProfile,
): StageFolder {
  const { archive, workstream } = place;
  return {
    key: place.base === profile.stages ? place.folder : path,
    path,
    name: place.folder,
    ...(place.base === QUICK ? quickName(place.folder) : stageName(place.folder)),
    files,
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
