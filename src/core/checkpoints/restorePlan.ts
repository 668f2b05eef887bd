/** What a restore changes: the differences between the present tree and the checkpoint's, without what is left alone. */
import type { LeftOut, PathChange } from './checkpoint';

export interface TreeEntry {
  /** git's, six octal digits. */
  readonly mode: string;
  readonly sha: string;
}

/** One path where two trees differ. */
export interface Difference {
  /** As git has it: bytes, one character each (latin1), because names need not be UTF-8. */
  readonly path: string;
  /** Absent where the present tree has no such path. */
  readonly now?: TreeEntry;
  /** Absent where the checkpoint has no such path. */
  readonly then?: TreeEntry;
}

/** What a restore leaves as it is, whatever the checkpoint has. */
export interface LeftAlone {
  /** What the checkpoint does not hold. */
  readonly then: readonly LeftOut[];
  /** What the safety checkpoint does not hold. */
  readonly now: readonly LeftOut[];
  /**
   * Paths of the present that the checkpoint's own ignore rules would have kept out of it: they may have been there,
   * so they are not taken for new ones.
   */
  readonly ignoredThen: ReadonlySet<string>;
  /** Paths that certainly were not there then, whatever was ignored or left out. */
  readonly notThen: ReadonlySet<string>;
}

export interface RestorePlan {
  readonly apply: readonly Difference[];
  readonly kept: readonly Difference[];
}

/** The tree that stands for a commit of another repository, a submodule. */
const GITLINK = '160000';

/** Reads `diff-tree -r -z --raw --no-renames --no-abbrev PRESENT CHECKPOINT`, given as latin1 text. */
export function readDifferences(text: string): Difference[] {
  const fields = text.split('\0');
  const differences: Difference[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [modeNow = '', modeThen = '', shaNow = '', shaThen = ''] = (fields[at] ?? '').slice(1).split(' ');
    differences.push({
      path: fields[at + 1] ?? '',
      ...(/[1-9]/.test(modeNow) && { now: { mode: modeNow, sha: shaNow } }),
      ...(/[1-9]/.test(modeThen) && { then: { mode: modeThen, sha: shaThen } }),
    });
  }
  return differences;
}

/**
 * Sorts the differences. Left alone is what either side does not hold, with everything below it; submodules; files
 * that only the present has, in a folder whose many files the checkpoint left out or under a name that it ignored; and
 * whatever has no room beside those.
 */
export function planRestore(differences: readonly Difference[], alone: LeftAlone): RestorePlan {
  const whole = new Set(wholePaths(differences, alone));
  const crowdedThen = new Set(alone.then.filter(isCrowded).map(({ path }) => withoutSlash(path)));
  const room = places(differences.filter(({ then }) => then !== undefined));
  const isKept = (difference: Difference): boolean => {
    const around = [...parentsOf(difference.path), difference.path];
    if (around.some((path) => whole.has(shownPath(path)))) return true;
    if (difference.then !== undefined || alone.notThen.has(difference.path)) return false;
    const mayBeOlder =
      alone.ignoredThen.has(difference.path) || around.some((path) => crowdedThen.has(shownPath(path)));
    return mayBeOlder && !needsRoom(difference.path, room);
  };
  const kept = differences.filter(isKept);
  const taken = places(kept.filter(({ now }) => now !== undefined));
  const apply: Difference[] = [];
  for (const difference of differences.filter((each) => !isKept(each))) {
    if (difference.then !== undefined && needsRoom(difference.path, taken)) kept.push(difference);
    else apply.push(difference);
  }
  return { apply, kept };
}

/** What happened to the paths since the checkpoint, in the order of their names. */
export function changesOf(differences: readonly Difference[]): PathChange[] {
  return differences.map(({ path, now, then }) => ({
    path: shownPath(path),
    what: then === undefined ? 'added' : now === undefined ? 'deleted' : 'changed',
  }));
}

/** Whether a path lies at or below one of those left out, a crowded folder included. */
export function isLeftOut(path: string, leftOut: readonly LeftOut[]): boolean {
  const paths = new Set(leftOut.map((each) => withoutSlash(each.path)));
  return [...parentsOf(path), path].some((each) => paths.has(shownPath(each)));
}

export function isSubmodule({ now, then }: Difference): boolean {
  return now?.mode === GITLINK || then?.mode === GITLINK;
}

/** A path for people and records; a name that is not UTF-8 is shown as far as it can be. */
export function shownPath(path: string): string {
  return new TextDecoder().decode(Uint8Array.from(path, (character) => character.charCodeAt(0)));
}

/** The folders around a path, from the top. */
export function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1))
    parents.push(path.slice(0, end));
  return parents;
}

function wholePaths(differences: readonly Difference[], { then, now }: LeftAlone): string[] {
  const links = differences.filter(isSubmodule);
  return [
    ...links.map(({ path }) => shownPath(path)),
    ...[...then, ...now].filter((each) => !isCrowded(each)).map(({ path }) => withoutSlash(path)),
  ];
}

function isCrowded({ reason }: LeftOut): boolean {
  return reason === 'too_many';
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

interface Places {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

function places(differences: readonly Difference[]): Places {
  return {
    files: new Set(differences.map(({ path }) => path)),
    folders: new Set(differences.flatMap(({ path }) => parentsOf(path))),
  };
}

/** Whether a file here and those there exclude each other: one would have to be a folder and a file at once. */
function needsRoom(path: string, { files, folders }: Places): boolean {
  return folders.has(path) || parentsOf(path).some((parent) => files.has(parent));
}
