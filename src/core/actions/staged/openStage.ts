/** `open_stage`, `write_state`, `set_branch` and `halt_branch`: what comes before the first batch of a stage (renn-gsd.md 1.9, 1.10). */
import { basename, join } from 'node:path';
import { branchName } from '../../formats/staged/run/branch';
import type { RunConfig } from '../../formats/staged/run/config';
import { stateAfter } from '../../formats/staged/run/progressEdits';
import { editState } from '../../formats/staged/run/stateEdit';
import { newState } from '../../formats/staged/run/newState';
import type { Action, ActionResult } from '../action';
import { textOf } from '../read';
import { goneFor, stageWork, wentOnSinceAnswer } from '../stage/state';
import { areaOf, stageConfig, stagedProfile, stagedWork } from './plan';

/** What the configuration bounds, kept for the whole run of the stage. */
export const openStage: Action = async (context) => {
  const profile = stagedProfile(context);
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const config = await stageConfig(context);
  if ('stop' in config) return config;
  const state = join(areaOf(seen.plan, seen.stage.stage), profile.state);
  const isThere = (await context.readText(state)) !== undefined;
  const problems = config.problems.map(({ message }) => message).slice(0, 5);
  return {
    updates: {
      most_parallel: config.parallel ? config.maxParallel : 1,
      fewest_parallel: config.minForParallel,
      state_name: basename(state),
    },
    ...(!isThere && { next: 'gate_no_state' }),
    note: [parallelText(config), ...problems].join(' '),
  };
};

function parallelText({ parallel, maxParallel, minForParallel }: RunConfig): string {
  if (!parallel) return 'The configuration has one run after the other.';
  return `The configuration allows ${maxParallel} at a time, from ${minForParallel} in a batch on.`;
}

/** Makes the state file anew from what the plan's files show. */
export const writeState: Action = async (context) => {
  const profile = stagedProfile(context);
  const staged = stagedWork(context);
  const seen = await staged.stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { plan, stage } = seen;
  const file = join(areaOf(plan, stage.stage), profile.state);
  if ((await context.readText(file)) !== undefined) return { updates: {} };
  const change = stateAfter(plan, stage.stage, `Reconstructed from the files`, staged.now());
  const { text, refused } = editState(newState(profile), change, profile);
  await context.writeText(file, text);
  return {
    updates: {},
    changes: [{ file, what: 'reconstructed' }],
    ...(refused.length > 0 && { note: refused.join(' ') }),
  };
};

/** Goes to the branch that the configuration names, and creates it where it is not there. */
export const setBranch: Action = async (context) => {
  const config = await stageConfig(context);
  if ('stop' in config) return config;
  const profile = stagedProfile(context);
  const staged = stagedWork(context);
  const seen = await staged.stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { plan, stage } = seen;
  const area = areaOf(plan, stage.stage);
  const text = async (name: string): Promise<string> => (await context.readText(join(area, name))) ?? '';
  const wanted = branchName(
    config,
    { folder: basename(stage.stage.folder ?? stage.key), number: stage.stage.number },
    await text(profile.overview),
    await text(profile.state),
    profile,
  );
  if ('none' in wanted) return { updates: {} };
  if ('problem' in wanted) return noBranch(wanted.problem);
  const now = await staged.branch();
  if ('refused' in now) return noBranch(now.refused);
  const isThere = now.name === wanted.name;
  const done = isThere ? { created: false } : await staged.switchTo(wanted.name);
  if ('refused' in done) return noBranch(`The branch ${wanted.name} cannot be checked out. ${done.refused}`);
  await stageWork(context).noteBranch(wanted.name);
  if (isThere) return { updates: {}, note: `On the branch ${wanted.name}.` };
  const from = now.name === undefined ? '' : `, from ${now.name}`;
  return {
    updates: {},
    note: `On the branch ${wanted.name}, ${done.created ? 'created' : 'switched to'}${from}.`,
  };
};

function noBranch(problem: string): ActionResult {
  return { updates: { branch_problem: problem }, next: 'gate_branch' };
}

/** `halt_branch`: comes to rest; going on looks for the branch anew. */
export const haltBranch: Action = (context) => {
  if (wentOnSinceAnswer(stageWork(context).events(), 'branch_not_checked_out'))
    return Promise.resolve({ updates: {} });
  const detail = textOf(context.state, 'branch_problem');
  return Promise.resolve({ stop: { code: 'branch_not_checked_out', detail } });
};
