/** How commits are named in the staged formats, and which files the end of a stage commits (renn-gsd.md 1.11). */
import { join } from 'node:path';
import { sameNumber, type StagedProfile } from '../names';

/** The types of a task's commit. */
export const COMMIT_TYPES = ['feat', 'fix', 'test', 'refactor', 'perf', 'docs', 'style', 'chore'] as const;

/** What identifies a step: its number and that of its stage, as written. */
export interface StepNumbers {
  readonly stage?: string | undefined;
  readonly step?: string | undefined;
}

/**
 * The scope of a step's commits: `08.02` in renn, `08-02` in GSD; empty where nothing has a number. Only git's log tells by
 * it what an interrupted step has committed (renn-gsd.md 1.12).
 */
export function commitScope({ stage, step }: StepNumbers, { gsd }: StagedProfile): string {
  if (step === undefined || (stage !== undefined && sameNumber(step, stage))) return stage ?? '';
  const at = Math.max(step.lastIndexOf('-'), step.lastIndexOf('.'));
  const [whole, own] = at === -1 ? [stage, step] : [step.slice(0, at), step.slice(at + 1)];
  return whole === undefined ? own : `${whole}${gsd ? '-' : '.'}${own}`;
}

/** A task's commit, as an example: `feat(08.02): what was done`. */
export function taskCommit(type: string, numbers: StepNumbers, text: string, profile: StagedProfile): string {
  const scope = commitScope(numbers, profile);
  return `${type}${scope === '' ? '' : `(${scope})`}: ${text}`;
}

/**
 * The commit of a step's recap: `docs(08.02): complete login form run`. Of the title only plain words are left, since agents
 * put messages into shells.
 */
export function recapCommit(numbers: StepNumbers, title: string, profile: StagedProfile): string {
  const words = title
    .slice(0, 60)
    .replace(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim()
    .toLowerCase();
  return taskCommit(
    'docs',
    numbers,
    `complete ${words === '' ? '' : `${words} `}${profile.terms.step}`,
    profile,
  );
}

/** The commit of a stage whose proof passed: `docs(stage-08): complete stage execution`. */
export function stageCommit(stage: string | undefined, { terms }: StagedProfile): string {
  return `docs(${terms.stage}${stage === undefined ? '' : `-${stage}`}): complete ${terms.stage} execution`;
}

/**
 * The files that this commit may have and no others: overview, state, the stage's proof and what a person said of its
 * items, and the requirements. Absolute paths, in this order.
 * @param area the folder of the overview: the plan's root, or that of a workstream
 * @param stage its reports, absolute
 */
export function stageCommitFiles(
  area: string,
  stage: readonly string[],
  { overview, state, gsd }: StagedProfile,
): string[] {
  const names = [overview, state].map((name) => join(area, name));
  return [...names, ...stage, join(area, gsd ? 'REQUIREMENTS.md' : 'specs.md')];
}
