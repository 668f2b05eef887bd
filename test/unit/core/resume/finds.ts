/** Values for the tests of resuming: checkpoints, sidecars and commits, each with only what differs. */
import {
  CHECKPOINT_VERSION,
  refOf,
  type CheckpointRecord,
  type SeenCheckpoint,
} from '../../../../src/core/checkpoints/checkpoint';
import type { Plan } from '../../../../src/core/plan';
import type { Candidate, CandidateScope } from '../../../../src/core/resume/candidates';
import type { FoundSidecar } from '../../../../src/core/resume/sidecars';
import type { Selection } from '../../../../src/core/resume/select';
import type { PlanView, SeenRun } from '../../../../src/core/status';
import { stageMap } from '../../../../src/core/stageMap';
import { plan, planId, step } from '../mapValues';

export const SHA = 'a'.repeat(40);

/** A plan of three steps 01 to 03 that nobody has begun. */
export function threeSteps(): Plan {
  return plan([step('01', 'pending'), step('02', 'pending'), step('03', 'pending')]);
}

export function viewOf(of: Plan, runs: readonly SeenRun[] = []): PlanView {
  const [view] = stageMap({ plans: [of], runs, statusLog: [] }).plans;
  if (!view) throw new Error('a plan has a view');
  return view;
}

export function scopeOf(of: Plan, more: Partial<CandidateScope> = {}): CandidateScope {
  return { plan: of, planOfRun: new Map(), unfinished: new Set(), counts: () => true, ...more };
}

/** A checkpoint after step `number` of the plan. */
export function after(
  number: string,
  more: Partial<CheckpointRecord> = {},
  seen: Partial<SeenCheckpoint> = {},
): SeenCheckpoint {
  const id = more.record_id ?? `cp${number}`;
  const record: CheckpointRecord = {
    schema_version: CHECKPOINT_VERSION,
    record_id: id,
    tool: { name: 'stage-runner', version: '1.0.0' },
    name: `after step ${number}`,
    kind: 'after_step',
    created_at: '2026-01-01T10:10:00.000Z',
    run_id: `r${number}`,
    plan: { id: planId, format: 'coyote', root: '/w/plans', title: 'Fetch client', step_count: 3 },
    step: { key: `${number}-step`, number, title: `Step ${number}`, index: Number(number) - 1 },
    attempt: 1,
    seq: 1,
    outcome: 'completed',
    git: { ref: refOf(id), sha: SHA, tree: SHA, head: SHA, branch: 'main', worktree: '/w', files_changed: 0 },
    left_out: [],
    ...more,
  };
  return { record, exists: true, readOnly: false, rebuilt: false, ...seen };
}

export const RUNR_RUN = '20260104035601';

/** A sidecar of Runr that says milestone `index` is done; its title is that of the step at that place. */
export function sidecar(index: unknown, more: Record<string, unknown> = {}, modified = 0): FoundSidecar {
  const sha = typeof more['sha'] === 'string' ? more['sha'] : SHA;
  const title = `Step 0${Number(index) + 1}`;
  const fields = {
    schema_version: 1,
    sha,
    run_id: RUNR_RUN,
    milestone_index: index,
    milestone_title: title,
    created_at: '2026-01-04T04:00:00.000Z',
    ...more,
  };
  return {
    file: `/w/.runr/checkpoints/${sha}.json`,
    name: `${sha}.json`,
    text: JSON.stringify(fields),
    modified,
  };
}

/** One line for a candidate: id, source, step, and why it does not count. */
export function line({ id, source, step: key, why, needsConfirmation }: Candidate): string {
  const name = id.replace(/^.*\//, '').slice(0, 8);
  return `${name} ${source} ${key ?? '-'} ${why ?? (needsConfirmation ? 'asks' : 'counts')}`;
}

export function choice({ source, chosen, needsConfirmation }: Selection): string {
  const asked = needsConfirmation ? `, asks for ${line(needsConfirmation)}` : '';
  return `${source} ${chosen?.step ?? '-'}${asked}`;
}
