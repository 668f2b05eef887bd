/** The names of renn and GSD: one reader, two profiles (renn-gsd.md 0.1), and what a folder or file name says. */
import { capital } from '../../capital';
import type { Terms } from '../../plan';
import { byText } from '../format';

/** The last word of a file's name, before `.md`. */
export type FileKind = 'plan' | 'recap' | 'proof' | 'uat';

export interface StagedProfile {
  readonly id: 'renn' | 'gsd' | 'gsd-antigravity';
  /** The tool's own folder. */
  readonly folder: string;
  readonly terms: Terms;
  /** The folder of the stages. */
  readonly stages: string;
  /** What ends the name of a folder of stages that were put away: `v1.0-phases`. */
  readonly archived: string;
  readonly words: Readonly<Record<FileKind, string>>;
  /** The format's word for the audit of a stage, and for the test record of a person. */
  readonly proof: string;
  /** File names at the root, and in a workstream: which stages there are, and where the work stands. */
  readonly overview: string;
  readonly state: string;
  /** What was shipped, with the milestones' names. */
  readonly milestones: string;
  /** What ends the overview's name in `milestones/`: `v1.0-ROADMAP.md`. */
  readonly archivedOverviews: readonly string[];
  /** Files at the root that are part of the plan. */
  readonly documents: Readonly<Record<string, string>>;
  /** Another tool's own records, only shown. */
  readonly readOnly?: true;
  /** Has workstreams, loosely named plan files and a `plans/` folder in a stage; a recap may say halted or blocked. */
  readonly gsd: boolean;
}

export const RENN: StagedProfile = {
  id: 'renn',
  folder: '.renn',
  terms: {
    plan: 'project',
    stage: 'stage',
    step: 'run',
    batch: 'batch',
    gate: 'gate',
    handoff: 'recap',
    proof: 'proof',
  },
  stages: 'stages',
  archived: '-stages',
  words: { plan: 'run', recap: 'recap', proof: 'proof', uat: 'uat' },
  proof: 'proof',
  overview: 'track.md',
  state: 'pulse.md',
  milestones: 'milestones.md',
  archivedOverviews: ['-track.md', '-ROADMAP.md'],
  documents: { 'brief.md': 'brief', 'specs.md': 'specs', 'milestones.md': 'milestones' },
  gsd: false,
};

export const GSD: StagedProfile = {
  id: 'gsd',
  folder: '.planning',
  terms: {
    plan: 'project',
    stage: 'phase',
    step: 'plan',
    batch: 'wave',
    gate: 'checkpoint',
    handoff: 'summary',
    proof: 'verification',
  },
  stages: 'phases',
  archived: '-phases',
  words: { plan: 'PLAN', recap: 'SUMMARY', proof: 'VERIFICATION', uat: 'UAT' },
  proof: 'verification',
  overview: 'ROADMAP.md',
  state: 'STATE.md',
  milestones: 'MILESTONES.md',
  archivedOverviews: ['-ROADMAP.md'],
  documents: { 'PROJECT.md': 'project', 'REQUIREMENTS.md': 'requirements', 'MILESTONES.md': 'milestones' },
  gsd: true,
};

/** GSD for Antigravity: the same words in `.gsd/`, with `phases/1/1.1-PLAN.md` (renn-gsd.md 2.8). */
export const ANTIGRAVITY: StagedProfile = {
  ...GSD,
  id: 'gsd-antigravity',
  folder: '.gsd',
  documents: { 'SPEC.md': 'spec' },
  readOnly: true,
};

/** The profile of a format by its id; `undefined` for other formats and for records that are only shown. */
export function profileOf(format: string): StagedProfile | undefined {
  return [RENN, GSD].find(({ id }) => id === format);
}

export interface StageName {
  /** As written: `01`, `38.6`, `36A`; absent where the folder begins with none. */
  readonly number?: string;
  readonly slug: string;
}

/** A folder's number and the rest (renn-gsd.md 2.2); a project code before the number is passed over. */
const STAGE = /^(?:[A-Z][A-Z0-9]*(?:\.\d+)?-)?(\d+[A-Za-z]?(?:\.\d+)*)(?:-([^]*))?$/;

export function stageName(folder: string): StageName {
  const [, number, slug = ''] = STAGE.exec(folder) ?? [];
  return number === undefined ? { slug: folder } : { number, slug };
}

/** The folder of a quick task: `012-slug`, `260414-qb8-slug` (renn-gsd.md 2.6). */
export function quickName(folder: string): StageName {
  const [, number, slug = ''] = /^(\d{6}-[a-z0-9]{3}|\d+)(?:-([^]*))?$/.exec(folder) ?? [];
  return number === undefined ? { slug: folder } : { number, slug };
}

/** Numeric, then by letter, then by the dotted parts; what has no number comes last (renn-gsd.md 2.2). */
export function compareNumbers(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  const [one, other] = [numberParts(left), numberParts(right)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const order = compareParts(one[index] ?? '', other[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** `36A.1` as `36`, `A`, `1`: digits without leading zeros, so that `01` and `1` are the same place. */
function numberParts(number: string): string[] {
  if (/^[1-9]\d*$/.test(number)) return [number, ''];
  const [, integer = '', letter = '', rest = ''] = /^(\d+)([A-Za-z]?)([^]*)$/.exec(number) ?? [];
  return [integer, letter, ...rest.split(/[.-]/).slice(1)].map((part) => part.replace(/^0+(?=\d)/, ''));
}

function compareParts(left: string, right: string): number {
  if (/^\d+$/.test(left) && /^\d+$/.test(right)) return left.length - right.length || byText(left, right);
  return byText(left, right);
}

/** Whether two numbers name the same stage: leading zeros do not count, everything else does. */
export function sameNumber(left: string, right: string): boolean {
  return compareNumbers(left, right) === 0;
}

/** A number in one spelling, to look it up by: leading zeros and the separator do not count. */
export function numberKey(number: string): string {
  const [integer = '', letter = '', ...rest] = numberParts(number);
  return [integer + letter, ...rest].join('.').toUpperCase();
}

/** A slug as a title: `auth-and-login` as `Auth and login`. */
export function titleFrom(slug: string): string {
  return capital(slug.replaceAll('-', ' ').trim());
}
