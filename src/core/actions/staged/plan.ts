/** The plan of renn or GSD that a run is about, as its actions look at it. */
import { join } from 'node:path';
import { profileOf, type StagedProfile } from '../../formats/staged/names';
import { readRunConfig, type RunConfig } from '../../formats/staged/run/config';
import type { Plan, Stage } from '../../plan';
import type { ActionContext, ActionStopped } from '../action';
import type { StagedWork } from './stagedWork';

/** The folder of the overview: the plan's root, or that of a workstream. */
export function areaOf({ root }: Pick<Plan, 'root'>, { workstream }: Pick<Stage, 'workstream'>): string {
  return workstream === undefined ? root : join(root, 'workstreams', workstream);
}

/** Throws in runs of other formats. */
export function stagedWork({ staged }: ActionContext): StagedWork {
  if (staged === undefined) throw new Error('This action belongs to plans of renn and GSD');
  return staged;
}

/** The names of the run's format. Throws in runs of other formats. */
export function stagedProfile({ header }: ActionContext): StagedProfile {
  const profile = profileOf(header.plan.format);
  if (profile === undefined) throw new Error(`${header.plan.format} has no stages of this kind`);
  return profile;
}

/**
 * `config.json` as it is now; documents are not committed where git ignores the plan's folder. One that nobody can read may
 * turn off what its defaults would do: a person mends it first.
 */
export async function stageConfig(context: ActionContext): Promise<RunConfig | ActionStopped> {
  const file = join(context.plansDir, 'config.json');
  const text = await context.readText(file);
  const config = readRunConfig(
    text === undefined ? undefined : { text, modified: 0 },
    file,
    stagedProfile(context),
  );
  if (config.unreadable !== undefined)
    return { stop: { code: 'config_unreadable', detail: config.unreadable } };
  const commitDocs = config.commitDocs && !(await stagedWork(context).ignores(context.plansDir));
  return { ...config, commitDocs };
}
