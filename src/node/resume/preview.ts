/** The resume preview of a plan from everything that is found. It only looks: nothing on the disk or in git changes. */
import type { SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { position, preview, type ResumePreview } from '../../core/resume/preview';
import type { Run } from '../../core/run';
import type { PlanView, SeenRun } from '../../core/status';
import { gitCommand, type GitCommand } from '../checkpoints/gitCommand';
import type { RejectedRecord } from '../checkpoints/ports';
import { findCandidates, findDriftFacts } from './evidence';
import { worktreeOf } from './questions';

export interface ResumeRequest {
  readonly plan: PlanView;
  /** Every run of the data folder, as they count now. */
  readonly runs: readonly SeenRun[];
  /** The run of a whole stage that is to go on; absent: that of the step where the plan stands. */
  readonly stageRun?: Run;
  readonly checkpoints: readonly SeenCheckpoint[];
  /** What `Checkpoints.rejected()` gives. */
  readonly rejected?: readonly RejectedRecord[];
  /** What could not be looked at before. */
  readonly problems?: readonly string[];
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Ids of candidates that a person has confirmed in a preview. */
  readonly confirmed?: readonly string[];
  /** What runs are made with now, by name: `agent` its id, the extension's name its version. Told when a checkpoint's differs. */
  readonly env: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 20_000;

/**
 * Works out where a resume of the plan begins, and why. Only in trusted workspaces: git is asked. What git cannot
 * answer is a problem in the preview, never a failure of it (D13).
 */
export async function resumePreview(
  request: ResumeRequest,
  git: GitCommand = gitCommand,
): Promise<ResumePreview> {
  const problems = [...(request.problems ?? [])];
  const ask = await worktreeOf(git, request.folder, AbortSignal.timeout(DEADLINE_MS), problems);
  const candidates = await findCandidates(request, ask, problems);
  const from = position(request.plan, candidates, request.confirmed ?? []);
  return preview(request.plan, from, await findDriftFacts(request, from, ask, problems), problems);
}
