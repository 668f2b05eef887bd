/** What runs of the stages of a folder of prompts would do now. Asks git and the project; touches nothing. */
import { CHECKPOINT_REFS } from '../core/checkpoints/checkpoint';
import { nextMarkers } from '../core/checkpoints/markers';
import type { CheckCommand, CheckName } from '../core/checks';
import { promptBatches, type PromptBatch } from '../core/formats/prompts/run/batches';
import { dryRun } from '../core/formats/prompts/run/dryRun';
import { runFiles } from '../core/formats/prompts/run/files';
import { promptsLeft } from '../core/formats/prompts/run/next';
import type { PromptSettings } from '../core/formats/prompts/run/settings';
import type { PlanView, StageView } from '../core/status';
import { gitCommand, within } from './checkpoints/gitCommand';
import { findCheck } from './checks/find';

export interface DryRunRequest {
  readonly view: PlanView;
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
const NOBODY_CHOSE = { leftOut: [], skipped: [], forced: [] };

/** Markdown, a part for each stage with prompts that are left. */
export async function promptsDryRun(request: DryRunRequest): Promise<string> {
  const { view, settings, agent } = request;
  const { plan, stages } = view;
  const checks = await checksOf(request);
  const parts: string[] = [];
  for (const stage of stages) {
    const batches = batchesOf(stage, settings.batchSize);
    if (batches.length === 0) continue;
    parts.push(
      dryRun({
        title: stage.title === '' ? plan.title : `${plan.title}, ${stage.title}`,
        folder: plan.folder,
        batches,
        markers: await markersOf(request, batches.length),
        agent,
        checks,
        commits: settings.commitMode === 'commit' ? 'confirm' : 'propose',
        files: runFiles(plan.root, stage.key),
      }),
    );
  }
  return parts.length === 0 ? 'No prompt is left to be run.\n' : parts.join('\n');
}

function batchesOf(stage: StageView, size: number): readonly PromptBatch[] {
  const left = promptsLeft(stage, { chosen: undefined, choices: NOBODY_CHOSE });
  const split = promptBatches(
    left.map(({ step }) => step),
    size,
  );
  return 'batches' in split ? split.batches : [];
}

/** Without a tag the marker is a ref, named as it is made. */
async function markersOf(
  { view, tagPrefix, checkpoints }: DryRunRequest,
  count: number,
): Promise<readonly string[]> {
  if (!checkpoints) return [];
  if (tagPrefix === '') return Array.from({ length: count }, () => `${CHECKPOINT_REFS}/…`);
  const args = ['for-each-ref', '--format=%(refname:lstrip=2)', `refs/tags/${tagPrefix}-*`];
  const { stdout } = await within(GIT_MS, gitCommand)({ folder: view.plan.folder, args });
  return nextMarkers(tagPrefix, stdout.toString().split('\n'), count);
}

async function checksOf({ view, checkSetting, env }: DryRunRequest): Promise<readonly CheckCommand[]> {
  const found = await Promise.all(
    (['lint', 'build', 'test'] as const).map((check) =>
      findCheck(check, view.plan.folder, { testCommands: [], setting: checkSetting(check), env }),
    ),
  );
  return found.flatMap((one) => ('argvs' in one ? [one] : []));
}
