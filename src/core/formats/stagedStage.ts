/** A stage for the map: its folder, and what the overview, the state file and other stages say about it. */
import { join } from 'node:path';
import type { Claim, Problem, Stage } from '../plan';
import type { Schedule } from '../schedule';
import type { LocalStage } from './stagedLocal';
import { compareNumbers, type StagedProfile, titleFrom } from './stagedNames';
import type { Overview } from './stagedOverview';
import type { WorkState } from './stagedState';
import { type StepContext, stagedStep } from './stagedStep';
import type { StageFolder } from './stagedTree';

export interface StageContext extends Omit<StepContext, 'folder'> {
  readonly root: string;
  readonly profile: StagedProfile;
  readonly overview: Overview;
  /** Where the state file is about this stage. */
  readonly state: WorkState | undefined;
  readonly schedule: Schedule;
  /** Other folders with the same number in the same place. */
  readonly twins: readonly StageFolder[];
  /** What went wrong while its files were read. */
  readonly unread: readonly Problem[];
}

export function stagedStage(local: LocalStage, context: StageContext): Stage {
  const { folder, proof, prepared } = local;
  const { profile, overview, root, twins } = context;
  const { key, number, archive } = folder;
  const path = join(root, folder.path);
  const listed = folder.numberKey === undefined ? undefined : overview.stages.get(folder.numberKey);
  const milestone = milestoneOf(folder, overview, listed?.milestone);
  const steps = local.steps.map((step) => stagedStep(step, { ...context, folder }));
  const own = new Set(steps.flatMap(({ problems }) => problems));
  return {
    key,
    title: (twins.length > 0 ? '' : listed?.title) || titleOf(folder, profile),
    ...(number === undefined ? {} : { number }),
    folder: path,
    audit: { ...(proof === undefined ? {} : { proof }), prepared },
    claims: [...overviewClaims(listed?.claims ?? [], twins), ...stateClaims(context), ...local.claims],
    documents: local.documents,
    ...(milestone === undefined ? {} : { milestone }),
    ...(archive === undefined ? {} : { archive }),
    ...(profile.gsd && isBacklog(number) ? { backlog: true } : {}),
    steps,
    problems: [
      ...context.unread.filter((problem) => !own.has(problem)),
      ...local.problems,
      ...sharedNumber(path, context),
    ],
  };
}

function titleOf({ slug, number, name }: StageFolder, { terms }: StagedProfile): string {
  const fallback = number === undefined ? name : `${titleFrom(terms.stage)} ${number}`;
  return titleFrom(slug) || fallback;
}

function milestoneOf(
  { archive, workstream }: StageFolder,
  overview: Overview,
  listed: string | undefined,
): string | undefined {
  if (archive !== undefined) return overview.milestones.get(archive) ?? archive;
  return workstream === undefined ? listed : `workstream ${workstream}`;
}

/** Where several folders share a number nobody can tell which of them is meant. */
function overviewClaims(claims: readonly Claim[], twins: readonly StageFolder[]): Claim[] {
  return claims.map((claim) => (twins.length > 0 ? { ...claim, weak: true } : claim));
}

function stateClaims({ state }: StageContext): Claim[] {
  return state?.claim === undefined ? [] : [state.claim];
}

/** 0 and 999 are kept for later (renn-gsd.md 2.2). */
function isBacklog(number: string | undefined): boolean {
  return (
    number !== undefined && ['0', '999'].some((kept) => compareNumbers(number.split('.')[0], kept) === 0)
  );
}

function sharedNumber(path: string, { twins, root, profile }: StageContext): Problem[] {
  return twins.map(({ path: other, name }) => {
    const { stage } = profile.terms;
    const start = { line: 0, character: 0 };
    const range = { start, end: start };
    return {
      code: 'stage-number-shared',
      severity: 'info',
      file: path,
      range,
      message: `Another ${stage} has the same number: ${name}. The tool cannot tell them apart; give one of them a number of its own.`,
      related: { file: join(root, other), range, message: `This ${stage} has the same number.` },
    };
  });
}
