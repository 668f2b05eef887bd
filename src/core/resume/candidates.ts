/** What may tell how far a plan has come: every find is kept, the ones that do not count with the reason (runr.md 12.5). */
import type { CheckpointRecord, SeenCheckpoint } from '../checkpoints/checkpoint';
import type { RecordReject } from '../checkpoints/record';
import type { Moment } from '../history';
import { type Plan, type Step, stepsOf } from '../plan';

/** The chain, strongest first; `none` is no find at all. */
export const SOURCES = [
  'record',
  'hidden_ref',
  'branch_commit',
  'imported_legacy',
  'plan_markers',
  'none',
] as const;

export type ResumeSource = (typeof SOURCES)[number];

/** Why a find does not count: the list of runr.md 12.5, and what only plans and restores know. */
export type RejectReason =
  | RecordReject
  /** Taken at another moment than after a finished step. */
  | 'not_completed'
  /** Its step is not in the plan any more. */
  | 'not_in_plan'
  /** A restore went back to before it. */
  | 'rolled_back'
  /** The file is there and cannot be opened. */
  | 'unreadable';

export interface Candidate {
  /** The record's id, the commit's sha, the sidecar's path, or `plan:<step key>`. */
  readonly id: string;
  readonly source: ResumeSource;
  /** For `imported_legacy`, in the order in which they are believed. */
  readonly imported?: 'sidecar' | 'git_log_run_specific' | 'git_log_legacy';
  readonly sha?: string;
  readonly run?: string;
  /** The step of the present plan that it says is finished, and its place, from 0. */
  readonly step?: string;
  readonly index?: number;
  /** The step as the find names it. */
  readonly title?: string;
  readonly attempt?: number;
  readonly seq?: number;
  /** As found; what is no time counts as the oldest. */
  readonly createdAt?: string;
  /** Modification time of its file, milliseconds since the epoch. */
  readonly modified?: number;
  /** Counts only once a person has said that it belongs to this plan. */
  readonly needsConfirmation: boolean;
  readonly record?: CheckpointRecord;
  readonly why?: RejectReason;
}

/** What records are compared with. */
export interface CandidateScope {
  readonly plan: Plan;
  /** The plan of each run whose journal is there. */
  readonly planOfRun: ReadonlyMap<string, string>;
  /** Those of them that have not ended with success: what such a run committed is no finished step. */
  readonly unfinished: ReadonlySet<string>;
  /** Whether what was recorded at that time lies in the present's own history: false after a restore to before it. */
  readonly counts: (moment: Moment) => boolean;
}

/** One candidate for each checkpoint that is about a step; those of a person and of restores say nothing about one. */
export function recordCandidates(seen: readonly SeenCheckpoint[], scope: CandidateScope): Candidate[] {
  return seen
    .filter(({ record }) => record.kind !== 'manual' && record.kind !== 'safety')
    .map((one) => recordCandidate(one, scope));
}

/** Files and refs among the records that are none: told, so that nothing goes missing in silence. */
export function damagedCandidates(
  damaged: readonly { readonly place: string; readonly why: RecordReject }[],
): Candidate[] {
  return damaged.map(({ place, why }) => ({
    id: place,
    source: place.startsWith('refs/') ? 'hidden_ref' : 'record',
    needsConfirmation: false,
    why,
  }));
}

function recordCandidate(seen: SeenCheckpoint, scope: CandidateScope): Candidate {
  const { record } = seen;
  const at = record.step && placeOf(record.step, stepsOf(scope.plan));
  const why = reject(seen, at, scope);
  return {
    id: record.record_id,
    source: record.kind === 'imported' ? 'imported_legacy' : seen.rebuilt ? 'hidden_ref' : 'record',
    ...(record.git && { sha: record.git.sha }),
    ...(record.run_id !== undefined && { run: record.run_id }),
    ...(at && { step: at.key, index: at.index }),
    ...(record.step && { title: record.step.title }),
    ...(record.attempt !== undefined && { attempt: record.attempt }),
    ...(record.seq !== undefined && { seq: record.seq }),
    createdAt: record.created_at,
    needsConfirmation: record.kind === 'imported' || at?.byTitle === true,
    record,
    ...(why && { why }),
  };
}

function reject(
  seen: SeenCheckpoint,
  at: Place | undefined,
  scope: CandidateScope,
): RejectReason | undefined {
  const { record } = seen;
  const { step, run_id: run } = record;
  const steps = stepsOf(scope.plan);
  if (record.plan?.id !== scope.plan.id) return 'wrong_plan';
  const planOfRun = run === undefined ? undefined : scope.planOfRun.get(run);
  if (planOfRun !== undefined && planOfRun !== scope.plan.id) return 'wrong_run';
  if (!scope.counts({ ...record, at: record.created_at })) return 'rolled_back';
  if (!isFinished(record)) return 'not_completed';
  if (!step) return 'missing_field';
  if (!at) return isIndex(step.index, steps.length) ? 'not_in_plan' : 'bad_index';
  if (seen.readOnly) return 'unknown_schema_newer';
  return seen.reject ?? (seen.exists ? undefined : 'object_missing');
}

/** An `after_step` checkpoint is taken only when a run ended well; everything else has to say so itself. */
function isFinished({ kind, outcome }: CheckpointRecord): boolean {
  return outcome === undefined ? kind === 'after_step' : outcome !== 'stopped' && kind !== 'before_batch';
}

interface Place {
  readonly key: string;
  readonly index: number;
  /** The key is not in the plan; exactly one step has the title. */
  readonly byTitle?: boolean;
}

/** A step is known by its key, never by its place (D16); by its title alone only when a person agrees. */
function placeOf(
  step: { readonly key: string; readonly title: string },
  steps: readonly Step[],
): Place | undefined {
  const index = steps.findIndex(({ key }) => key === step.key);
  if (index >= 0) return { key: step.key, index };
  const titled = steps.filter(({ title }) => title === step.title);
  const [only] = titled;
  return titled.length === 1 && only
    ? { key: only.key, index: steps.indexOf(only), byTitle: true }
    : undefined;
}

/** A place in a plan of `count` steps. */
export function isIndex(value: unknown, count: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count;
}

/** What the plan's own files say is complete: the weakest find, and all that a fresh clone has. */
export function planCandidates(plan: Plan): Candidate[] {
  return stepsOf(plan).flatMap((step, index): Candidate[] =>
    step.mark === 'complete'
      ? [
          {
            id: `plan:${step.key}`,
            source: 'plan_markers',
            step: step.key,
            index,
            title: step.title,
            needsConfirmation: false,
          },
        ]
      : [],
  );
}
