/** Gathers what the resume preview is made of: finds first, then the facts about the one that was chosen. */
import { createHash } from 'node:crypto';
import { gapsOf, takenBack, type Moment } from '../../core/history';
import type { CheckpointRecord } from '../../core/checkpoints/checkpoint';
import { newestFirst } from '../../core/checkpoints/record';
import { type Plan, stepsOf } from '../../core/plan';
import {
  type Candidate,
  damagedCandidates,
  planCandidates,
  recordCandidates,
} from '../../core/resume/candidates';
import { commitCandidates } from '../../core/resume/commits';
import type { DriftInput } from '../../core/resume/drift';
import type { GitFacts } from '../../core/resume/facts';
import type { Position } from '../../core/resume/preview';
import { sidecarCandidates, sidecarCommits } from '../../core/resume/sidecars';
import type { Run } from '../../core/run';
import { neverGoesOn } from '../../core/stops';
import { isSuccess } from '../../core/success';
import { branchName } from '../checkpoints/repository';
import { loadRestoreLog } from '../checkpoints/restoreLog';
import { errorCode, isGone, readIfThere } from '../runner/files';
import { foundSidecars, missingCommits, tellingCommits } from './foreign';
import { historySince } from './history';
import { lockfileChanges } from './lockfiles';
import type { ResumeRequest } from './preview';
import { answerOr, type Questions } from './questions';
import { dirtyPaths } from './worktree';

/** A long history is searched no longer than this for commits that tell something. */
const SEARCH_MS = 5_000;

/** Every candidate of the chain (runr.md 12.5). */
export async function findCandidates(
  { plan: { plan }, runs, checkpoints, rejected = [], folder }: ResumeRequest,
  ask: Questions | undefined,
  problems: string[],
): Promise<Candidate[]> {
  const planOfRun = new Map(runs.map(({ run }) => [run.id, run.header.plan.id]));
  // The marks of Runr's own data come from these files already.
  const sidecars = plan.format === 'runr' ? [] : await foundSidecars(folder);
  const commits =
    ask && plan.format !== 'runr'
      ? await answerOr([], problems, () => tellingCommits(ask.within(SEARCH_MS)))
      : [];
  const missing = ask
    ? await answerOr(new Set<string>(), problems, () => missingCommits(ask, sidecarCommits(sidecars)))
    : new Set<string>();
  const unfinished = new Set(runs.flatMap(({ run }) => (isSuccess(run) ? [] : [run.id])));
  const scope = { plan, planOfRun, unfinished, counts: ask ? await presentHistory(ask) : () => true };
  return [
    ...recordCandidates(checkpoints, scope),
    ...damagedCandidates(rejected),
    ...commitCandidates(commits, scope),
    ...sidecarCandidates(sidecars, plan, missing),
    ...planCandidates(plan),
  ];
}

/** Whether something recorded at a time was not taken back by a restore of this worktree. */
async function presentHistory({ dataFolder, top }: Questions): Promise<(moment: Moment) => boolean> {
  const { restores } = await loadRestoreLog(dataFolder);
  const gaps = gapsOf(restores.filter(({ started }) => started.worktree === top));
  return (moment) => takenBack(gaps, moment) === undefined;
}

/** The facts that drifts are found from. */
export async function findDriftFacts(
  request: ResumeRequest,
  from: Position,
  ask: Questions | undefined,
  problems: string[],
): Promise<Omit<DriftInput, 'plan' | 'selection' | 'standings'>> {
  const { plan, env } = request;
  const run = request.stageRun ?? stoppedRun(request, from);
  const baseline = from.selection.chosen?.record ?? lastBefore(request, from);
  const compared = baseline ? baseline.git?.head : from.selection.chosen?.sha;
  const git = ask && (await gitFacts({ request, run, baseline, compared }, ask, problems));
  const { tool } = baseline ?? {};
  const before = [
    ...(tool ? [[tool.name, tool.version] as const] : []),
    ...(run ? [['agent', run.header.agent] as const] : []),
  ];
  return {
    hashes: await hashes(plan.plan, from.selection.candidates),
    goneWorktrees: await goneFolders(request, from),
    env: before.map(([name, value]) => ({ name, before: value, now: env[name] ?? value })),
    ...(baseline && { baseline }),
    ...(git && { git }),
    ...(run && { attempt: { startedAt: run.header.at, lastAt: run.lastAt } }),
  };
}

/** Where no checkpoint of a finished step is chosen, the last one before a step is what there is to compare with. */
function lastBefore({ checkpoints }: ResumeRequest, { selection }: Position): CheckpointRecord | undefined {
  const there = new Set(checkpoints.filter(({ exists }) => exists).map(({ record }) => record.record_id));
  return selection.candidates
    .flatMap(({ record, why }) =>
      record?.kind === 'before_batch' && why === 'not_completed' ? [record] : [],
    )
    .filter(({ record_id: id }) => there.has(id))
    .sort((a, b) => newestFirst(a, b))[0];
}

/** The run that a resume would go on with. */
function stoppedRun({ plan }: ResumeRequest, { at }: Position): Run | undefined {
  if (at?.step.state !== 'halted' && at?.step.state !== 'held') return undefined;
  return plan.steps.find(({ step }) => step.key === at.step.key)?.lastRun;
}

interface Compared {
  readonly request: ResumeRequest;
  readonly run: Run | undefined;
  readonly baseline: CheckpointRecord | undefined;
  /** The commit that HEAD is compared with. */
  readonly compared: string | undefined;
}

async function gitFacts(
  { request: { checkpoints }, run, baseline, compared }: Compared,
  ask: Questions,
  problems: string[],
): Promise<GitFacts> {
  const before = checkpoints.find(
    ({ record, exists }) => exists && record.kind === 'before_batch' && record.run_id === run?.id,
  );
  const [history, ref, dirty, lockfiles] = await Promise.all([
    compared === undefined ? undefined : answerOr(undefined, problems, () => historySince(ask, compared)),
    ask.maybe(['symbolic-ref', '--quiet', 'HEAD']),
    answerOr([], problems, () => dirtyPaths(ask, before?.record)),
    !baseline?.git ? [] : answerOr([], problems, () => lockfileChanges(ask, baseline)),
  ]);
  return {
    ...(ref !== undefined && { branch: branchName(ref) }),
    ...(history && { history }),
    dirty,
    lockfiles,
  };
}

/** sha256 of the plan files of finished steps; a file that cannot be read is not compared. */
async function hashes(plan: Plan, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(
    candidates.flatMap(({ step, record }) => (record?.step?.content_hash === undefined ? [] : [step])),
  );
  const found = new Map<string, string>();
  for (const { key, file } of stepsOf(plan).filter((step) => wanted.has(step.key))) {
    try {
      const text = await readIfThere(file);
      if (text !== undefined) found.set(key, createHash('sha256').update(text).digest('hex'));
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }
  return found;
}

/** Worktrees in which a step that is still to do was begun and could go on, and that were removed since. */
async function goneFolders(
  { plan: { plan }, runs }: ResumeRequest,
  { standings }: Position,
): Promise<string[]> {
  const open = new Set(standings.flatMap(({ key, state }) => (state === 'finished' ? [] : [key])));
  const unfinished = runs
    .map(({ run }) => run)
    .filter(({ phase, stop, header }) => {
      const mayGoOn = phase !== 'ended' && (!stop || !neverGoesOn(stop.code));
      return mayGoOn && header.plan.format === plan.format && open.has(header.step.key);
    });
  const gone: string[] = [];
  for (const folder of new Set(unfinished.map(({ header }) => header.folder)))
    if (await isGone(folder)) gone.push(folder);
  return gone;
}
