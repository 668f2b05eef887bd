/** What a run of a stage of a folder of prompts would do now. Asks git and the project; touches nothing. */
import { nextMarkers } from '../core/checkpoints/markers';
import type { CheckCommand, CheckName } from '../core/checks';
import { promptBatches, type PromptBatch } from '../core/formats/prompts/run/batches';
import { dryRun } from '../core/formats/prompts/run/dryRun';
import type { Worktree } from '../core/formats/prompts/run/dryRunMarker';
import { runFiles } from '../core/formats/prompts/run/files';
import { NOBODY_CHOSE, promptsLeft } from '../core/formats/prompts/run/next';
import type { RequestedOf } from '../core/formats/prompts/run/outcome';
import type { PromptSettings } from '../core/formats/prompts/run/settings';
import { requestedChecks } from '../core/formats/prompts/requested';
import type { PlanView, StageView } from '../core/status';
import { gitCommand, within } from './checkpoints/gitCommand';
import { branchOf, findRepository } from './checkpoints/repository';
import { findCheck } from './checks/find';
import { readPlanText } from './runner/planText';
import { workTreeOf } from './runner/workTree';

export interface DryRunRequest {
  readonly view: PlanView;
  readonly stage: StageView;
  /** Keys of the selection, as a run takes it (`StagePolicy.steps`); absent: all that are left. */
  readonly steps?: readonly string[];
  readonly settings: PromptSettings;
  /** How the agent of a prompt is started, as a person would type it. */
  readonly agent: string;
  /** Of the visible markers; empty: none. */
  readonly tagPrefix: string;
  /** Whether checkpoints can be taken here, and are. */
  readonly checkpoints: boolean;
  readonly checkSetting: (check: CheckName) => string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const GIT_MS = 10_000;
const git = within(GIT_MS, gitCommand);

/** Markdown. */
export async function promptsDryRun(request: DryRunRequest): Promise<string> {
  const { view, stage, settings, agent } = request;
  const { plan } = view;
  const batches = batchesOf(request);
  if (batches.length === 0) return 'No prompt is left to be run.\n';
  const worktree = await worktreeOf(request);
  return dryRun({
    title: stage.title === '' ? plan.title : `${plan.title}, ${stage.title}`,
    folder: plan.folder,
    batches,
    worktree,
    tags: await tagsOf(request, worktree, batches.length),
    agent,
    checks: await checksOf(request),
    requested: await requestedOf(request, batches),
    commits: settings.commitMode === 'commit' ? 'confirm' : 'propose',
    files: runFiles(plan.root, stage.key),
  });
}

function batchesOf({ stage, steps, settings }: DryRunRequest): readonly PromptBatch[] {
  const left = promptsLeft(stage, { chosen: steps, choices: NOBODY_CHOSE });
  return promptBatches(
    left.map(({ step }) => step),
    settings.batchSize,
  );
}

async function worktreeOf({ view, checkpoints }: DryRunRequest): Promise<Worktree | undefined> {
  const { folder } = view.plan;
  const found = checkpoints ? await findRepository(git, folder) : undefined;
  if (found === undefined || 'refused' in found) return undefined;
  const { top, head } = found;
  const prefix = await workTreeOf(folder).prefix();
  const branch = await branchOf(git, folder);
  return {
    top,
    prefix: 'prefix' in prefix ? prefix.prefix : '',
    ...(head && { head: { commit: head.commit, ...(branch !== '' && { branch }) } }),
  };
}

/** A tag names a commit: before the first there is none. */
async function tagsOf(
  { view, tagPrefix }: DryRunRequest,
  worktree: Worktree | undefined,
  count: number,
): Promise<readonly string[]> {
  if (worktree?.head === undefined || tagPrefix === '') return [];
  const { folder } = view.plan;
  const valid = await git({ folder, args: ['check-ref-format', `refs/tags/${tagPrefix}-01`] });
  if (valid.code !== 0) return [];
  const args = ['for-each-ref', '--format=%(refname:lstrip=2)', `refs/tags/${tagPrefix}-*`];
  const { stdout } = await git({ folder, args });
  return nextMarkers(tagPrefix, stdout.toString().split('\n'), count);
}

async function requestedOf(
  { view }: DryRunRequest,
  batches: readonly PromptBatch[],
): Promise<readonly RequestedOf[]> {
  const steps = batches.flatMap((batch) => batch.steps);
  return Promise.all(
    steps.map(async ({ key, file }) => ({
      key,
      ...requestedChecks((await readPlanText(view.plan.folder, file)) ?? ''),
    })),
  );
}

async function checksOf({ view, checkSetting, env }: DryRunRequest): Promise<readonly CheckCommand[]> {
  const found = await Promise.all(
    (['lint', 'build', 'test'] as const).map((check) =>
      findCheck(check, view.plan.folder, { testCommands: [], setting: checkSetting(check), env }),
    ),
  );
  return found.flatMap((one) => ('argvs' in one ? [one] : []));
}
