/** A stage for the map: its folder, and what the overview, the state file and other stages say about it. */
import { join } from 'node:path';
import type { Claim, Stage } from '../../plan';
import type { Schedule } from '../../schedule';
import { fileProblem, type Problem } from '../../problem';
import type { LocalStage } from './local';
import { compareNumbers, type StagedProfile, titleFrom } from './names';
import type { Overview } from './overview';
import type { WorkState } from './state';
import { type StepContext, stagedStep } from './step';
import type { StageFolder } from './tree';

export interface StageContext extends Omit<StepContext, 'folder'> {
  readonly root: string;
  readonly profile: StagedProfile;
  readonly overview: Overview;
  /** Where the state file is about this stage. */
  readonly state: WorkState | undefined;
  readonly schedule: Schedule;
  /** Another folder with the same number in the same place. */
  readonly twin: StageFolder | undefined;
  /** What went wrong while its files were read. */
  readonly unread: readonly Problem[];
}

export function stagedStage(local: LocalStage, context: StageContext): Stage {
  const { folder, proof, prepared, held } = local;
  const { profile, overview, root, twin } = context;
  const { key, number, archive, workstream } = folder;
  const path = join(root, folder.path);
  const listed = folder.numberKey === undefined ? undefined : overview.stages.get(folder.numberKey);
  const milestone = milestoneOf(folder, overview, listed?.milestone);
  const steps = local.steps.map((step) => stagedStep(step, { ...context, folder }));
  const own = new Set(steps.flatMap(({ problems }) => problems));
  return {
    key,
    title: (twin === undefined && listed?.title) || titleOf(folder, profile),
    ...(number === undefined ? {} : { number }),
    folder: path,
    audit: { ...(proof === undefined ? {} : { proof }), ...(held === undefined ? {} : { held }), prepared },
    claims: [...overviewClaims(listed?.claims ?? [], twin), ...stateClaims(context), ...local.claims],
    documents: local.documents,
    ...(isClosed(folder, context) ? { unread: 'its folder could not be read' } : {}),
    ...(milestone === undefined ? {} : { milestone }),
    ...(twin === undefined && listed?.needs ? { needs: listed.needs } : {}),
    ...(archive === undefined ? {} : { archive }),
    ...(workstream === undefined ? {} : { workstream }),
    ...(profile.gsd && isBacklog(number) ? { backlog: true } : {}),
    steps,
    problems: [
      ...context.unread.filter((problem) => !own.has(problem)),
      ...local.problems,
      ...sharedNumber(path, context),
    ],
  };
}

/** It, or a folder in it, could not be listed. */
function isClosed({ path, names }: StageFolder, { root, unread }: StageContext): boolean {
  if (unread.length === 0) return false;
  const folders = [path, ...names.filter((name) => name.endsWith('/'))].map((name) => join(root, name));
  const closed = new Set(folders.map((name) => name.replace(/[\\/]$/, '')));
  return unread.some(({ file }) => closed.has(file));
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
function overviewClaims(claims: readonly Claim[], twin: StageFolder | undefined): Claim[] {
  return claims.map((claim) => (twin === undefined ? claim : { ...claim, weak: true }));
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

function sharedNumber(path: string, { twin, root, profile }: StageContext): Problem[] {
  if (twin === undefined) return [];
  const { stage } = profile.terms;
  const message = `Another ${stage} has the same number: ${twin.name}. The tool cannot tell them apart; give one of them a number of its own.`;
  const problem = fileProblem('stage-number-shared', 'info', path, message);
  const related = { file: join(root, twin.path), range: problem.range };
  return [{ ...problem, related: { ...related, message: `This ${stage} has the same number.` } }];
}
