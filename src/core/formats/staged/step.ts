/** A step for the map. */
import { join } from 'node:path';
import type { Claim, Evidence, Handoff, PlanMark, Step } from '../../plan';
import type { Schedule } from '../../schedule';
import { problemsOf } from '../../written';
import { fileProblem, type Problem } from '../../problem';
import { type Finished, stagedDependencies } from './dependencies';
import { type StagedProfile, titleFrom } from './names';
import { type Overview, stepId } from './overview';
import { isBlocked, isSuperseded, type LocalRecap, type LocalStep, recapStatus } from './steps';
import { timeOf } from './state';
import type { StageFolder } from './tree';
import { markOf } from './words';

export interface StepContext {
  readonly root: string;
  readonly profile: StagedProfile;
  readonly folder: StageFolder;
  readonly overview: Overview;
  readonly schedule: Schedule;
  readonly finished: Finished;
  readonly unread: readonly Problem[];
}

export function stagedStep(step: LocalStep, context: StepContext): Step {
  const { digest, recap, name, key, file } = step;
  const { schedule, profile } = context;
  const mark = markOfStep(step, profile);
  const batch = schedule.batchOf.get(key);
  return {
    key,
    number: name.number,
    title: titleFrom(name.slug) || withoutStop(digest?.title) || fallbackTitle(step, context),
    file,
    mark,
    meant: mark,
    markText: recap?.digest?.status?.text ?? '',
    dependsOn: stagedDependencies(schedule.dependencies.get(key) ?? [], context.finished),
    handoff: recap && handoffOf(recap),
    evidence: recap && evidenceOf(recap, profile),
    handoffFile: recap?.file ?? recapPath(step, context),
    testCommands: [],
    ...(batch === undefined ? {} : { batch }),
    ...(digest === undefined && isFailed(file, context) ? { unread: true } : {}),
    ...(digest?.gapClosure ? { closesGaps: true } : {}),
    files: digest?.files.map(({ text }) => text) ?? [],
    gates: digest?.gates ?? [],
    claims: [...ownClaims(step), ...recapClaims(recap), ...listedClaims(step, context)],
    documents: step.documents,
    problems: [
      ...context.unread.filter((problem) => problem.file === file || problem.file === recap?.file),
      ...(digest ? problemsOf(file, digest.problems) : []),
      ...(recap?.digest ? problemsOf(recap.file, recap.digest.problems) : []),
      ...nameProblems(step, profile),
      ...step.problems,
      ...(schedule.problems.get(key) ?? []),
    ],
  };
}

function isFailed(file: string, { unread }: StepContext): boolean {
  return unread.some((problem) => problem.file === file);
}

/** A recap completes a step, whatever else is said (renn-gsd.md 1.2); in GSD one that says blocked does not (2.4). */
function markOfStep(step: LocalStep, { gsd }: StagedProfile): PlanMark {
  if (gsd && isSuperseded(step)) return 'superseded';
  if (step.recap === undefined) return 'pending';
  return gsd && isBlocked(step) ? 'pending' : 'complete';
}

function handoffOf(recap: LocalRecap): Handoff {
  const status = recapStatus(recap);
  const result = status === 'blocked' ? 'blocked' : status === 'halted' ? 'partial' : 'complete';
  return {
    file: recap.file,
    result,
    defects: [],
    ...(recap.modified === undefined ? {} : { modified: recap.modified }),
  };
}

/** A halted step is finished, with work left. */
function evidenceOf(recap: LocalRecap, { terms }: StagedProfile): Evidence | undefined {
  if (handoffOf(recap).result !== 'complete') return undefined;
  const at = timeOf(recap.digest?.completed);
  return { file: recap.file, source: terms.handoff, ...(at === undefined ? {} : { at }) };
}

/** What the recap itself says, where it says anything. */
function recapClaims(recap: LocalRecap | undefined): Claim[] {
  if (recap?.digest === undefined) return [];
  const { status, selfCheck } = recap.digest;
  const says = [
    ...(status === undefined ? [] : [`status: ${status.text.slice(0, 60)}`]),
    ...(selfCheck === undefined || selfCheck === 'PASSED' ? [] : [`self-check: ${selfCheck.slice(0, 60)}`]),
  ];
  if (says.length === 0) return [];
  const means = handoffOf(recap).result === 'complete' ? ({ means: 'complete' } as const) : {};
  return [{ by: 'handoff', says: says.join(', '), file: recap.file, ...means }];
}

function recapPath({ plan }: LocalStep, { root, folder, profile }: StepContext): string {
  const { words } = profile;
  const name = plan.id === '' ? words.recap : `${plan.id}-${words.recap}`;
  return join(root, folder.path, `${name}.md`);
}

/** A title that was written as a sentence stands within others. */
function withoutStop(title = ''): string {
  return title.replace(/(?<!\.)\.$/, '');
}

function fallbackTitle({ name, plan }: LocalStep, { profile }: StepContext): string {
  return name.number === undefined ? plan.stem : `${titleFrom(profile.terms.step)} ${name.number}`;
}

/** `status:` of a plan file has no authority (renn-gsd.md 3). */
function ownClaims({ digest, file }: LocalStep): Claim[] {
  const said: Claim[] = digest?.gapClosure
    ? [{ by: 'plan', says: 'gap_closure: true', file, weak: true }]
    : [];
  if (digest?.status === undefined) return said;
  const { text, line } = digest.status;
  return [{ by: 'plan', says: `status: ${text}`, file, line, ...markOf(text), weak: true }, ...said];
}

function listedClaims({ name }: LocalStep, { overview, folder }: StepContext): readonly Claim[] {
  if (folder.number === undefined || name.own === undefined || overview.steps.size === 0) return [];
  return overview.steps.get(stepId(folder.number, name.own)) ?? [];
}

function nameProblems({ recap, plan, file }: LocalStep, { terms, words }: StagedProfile): Problem[] {
  const problems: Problem[] = [];
  if (recap?.mismatch)
    problems.push(
      fileProblem(
        'recap-name-mismatch',
        'info',
        recap.file,
        `This ${terms.handoff} is taken for that of ${plan.name}, though their names differ: the tool itself does not pair them. Name it ${plan.id === '' ? '' : `${plan.id}-`}${words.recap}.md.`,
      ),
    );
  if (plan.loose)
    problems.push(
      fileProblem(
        'step-name-loose',
        'warning',
        file,
        `The tool counts this file as a ${terms.step} but never runs it, since its name does not end in -${words.plan}.md.`,
      ),
    );
  return problems;
}
