/** What the name of a file in a stage's folder says (renn-gsd.md 1.2, 2.2). */
import { byText } from '../format';
import { compareNumbers, type FileKind, sameNumber, type StagedProfile } from './names';
import type { StageFolder } from './tree';

export interface StageFile {
  /** Relative to the plan's root. */
  readonly path: string;
  /** Relative to the stage's folder: `01-02-PLAN.md`, `plans/PLAN-01.md`. */
  readonly name: string;
  /** Without `.md`. */
  readonly stem: string;
  readonly kind: FileKind | 'pause' | 'document';
  /** The stem without the word of its kind: `01-02`, `01-02-slug`, empty for a bare `PLAN.md`. */
  readonly id: string;
  /** Counted as a plan by GSD though it is not named as one, and so never scheduled by it. */
  readonly loose?: true;
}

/** Derived from a plan, and none (renn-gsd.md 2.2). */
const DERIVED = /(?:-OUTLINE|\.pre-bounce|-PLAN-REVIEW)\.md$/i;
const PAUSE = /^\.continue-here[^/]*\.md$/;
const NESTED_PLAN = /^plans\/(?:[^/]*-)?PLAN-(\d[^/]*)\.md$/i;
const NESTED_RECAP = /^plans\/(?:[^/]*-)?SUMMARY-(\d[^/]*)\.md$/i;

/**
 * @param path relative to the plan's root
 * @param name relative to the stage's folder
 * @returns `undefined` for what is no Markdown file of a stage
 */
function stageFile(path: string, name: string, profile: StagedProfile): StageFile | undefined {
  const file = fileIn(name, profile);
  return file && { path, name, ...file };
}

const filesIn = new WeakMap<StageFolder, readonly StageFile[]>();

/** The files of a folder; the same folder gives the same ones. */
export function stageFiles(folder: StageFolder, profile: StagedProfile): readonly StageFile[] {
  const known = filesIn.get(folder);
  if (known !== undefined) return known;
  const from = folder.path.length + 1;
  const files = folder.names.flatMap((path) => stageFile(path, path.slice(from), profile) ?? []);
  filesIn.set(folder, files);
  return files;
}

/** The kind of a file by its name alone, wherever it lies; `undefined` for what is only listed. */
export function readKind(path: string, profile: StagedProfile): FileKind | 'pause' | undefined {
  if (!path.endsWith('.md')) return undefined;
  const slash = path.lastIndexOf('/');
  const nested = profile.gsd && path.slice(0, slash).endsWith('/plans');
  const kind = fileIn(nested ? path.slice(slash - 5) : path.slice(slash + 1), profile)?.kind;
  return kind === 'document' ? undefined : kind;
}

type Named = Omit<StageFile, 'path' | 'name'>;

function fileIn(name: string, profile: StagedProfile): Named | undefined {
  if (!name.toLowerCase().endsWith('.md')) return undefined;
  const stem = name.slice(0, -3);
  if (name.includes('/')) return profile.gsd ? nested(name, stem) : undefined;
  if (PAUSE.test(name)) return { stem, kind: 'pause', id: '' };
  if (name.endsWith('.md') && !DERIVED.test(name)) {
    for (const kind of ['recap', 'plan', 'proof', 'uat'] as const) {
      const word = profile.words[kind];
      if (stem === word) return { stem, kind, id: '' };
      if (stem.endsWith(`-${word}`)) return { stem, kind, id: stem.slice(0, -word.length - 1) };
    }
  }
  const loose = profile.gsd && !DERIVED.test(name) && /PLAN/i.test(stem);
  if (loose) return { stem, kind: 'plan', id: stem.replace(/-?PLAN/i, '').replace(/^-/, ''), loose };
  return { stem, kind: 'document', id: stem };
}

function nested(name: string, stem: string): Named | undefined {
  const [, plan] = NESTED_PLAN.exec(name) ?? [];
  if (plan !== undefined) return { stem, kind: 'plan', id: plan };
  const [, recap] = NESTED_RECAP.exec(name) ?? [];
  return recap === undefined ? undefined : { stem, kind: 'recap', id: recap };
}

export interface StepName {
  /** As written, with the stage's number where the name has it: `01-02`, `08.02`, `38.1-01`; absent for `PLAN.md`. */
  readonly number?: string;
  /** The step's own part of it: `02`; absent where the name has only the stage's. */
  readonly own?: string;
  readonly slug: string;
}

const OWN = /^(\d+[A-Za-z]?)(?:[-.]([^]*))?$/;

/**
 * Reads a step's number with the folder's number first, since `01.1-run.md` is the stage 01.1 as a whole in its folder
 * and run 1 of stage 01 in that one (renn-gsd.md 1.2).
 */
export function stepName(id: string, stage: string | undefined): StepName {
  if (id === '') return { slug: '' };
  const prefix = stage === undefined ? undefined : stagePrefix(id, stage);
  if (prefix === undefined) {
    const [, own, slug = ''] = OWN.exec(id) ?? [];
    return own === undefined ? { slug: id } : { number: own, own, slug };
  }
  const rest = id.slice(prefix.length + 1);
  if (rest === '') return { number: prefix, slug: '' };
  const [, own, slug = ''] = OWN.exec(rest) ?? [];
  if (own === undefined) return { number: prefix, slug: rest };
  return { number: id.slice(0, prefix.length + 1 + own.length), own, slug };
}

/** The stage's number as an id begins with it, padded or not; `undefined` where it begins otherwise. */
function stagePrefix(id: string, stage: string): string | undefined {
  for (let end = id.length; end > 0; end -= 1) {
    if (end < id.length && !/[-.]/.test(id.charAt(end))) continue;
    const prefix = id.slice(0, end);
    if (prefix.length <= stage.length + 4 && isStage(prefix, stage)) return prefix;
  }
  return undefined;
}

function isStage(text: string, stage: string): boolean {
  return text === stage || (/^\d+[A-Za-z]?(?:\.\d+)*$/.test(text) && sameNumber(text, stage));
}

/** Whether an id names the stage as a whole: `01`, or nothing at all. */
export function namesStage(id: string, stage: string | undefined): boolean {
  return id === '' || (stage !== undefined && isStage(id, stage));
}

/** The order of steps: by their own number, then by name. */
export function compareSteps(
  left: StepName & { readonly stem: string },
  right: StepName & { readonly stem: string },
): number {
  return compareNumbers(left.own, right.own) || byText(left.stem, right.stem);
}
