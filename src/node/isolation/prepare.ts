/** Making the worktree that a step works in. It is written down before anything of it is made. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RunStarted } from '../../core/events';
import { isWithin } from '../../core/isWithin';
import { placeIn } from '../../core/isolation/workplace';
import { worktreesOf } from '../../core/isolation/worktrees';
import type { Plan, Step } from '../../core/plan';
import type { GitCommand } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { snapshotWith } from '../checkpoints/snapshot';
import type { Drive } from '../runner/drive';
import { realFolder } from '../runner/present';
import { LIMITS, SNAPSHOT_MS } from './limits';
import { worktreeRef, worktreesFolder } from './place';
import { whetherIsolated } from './possible';
import { removeWorktree } from './remove';

export type Isolated = NonNullable<RunStarted['isolated']>;

/** The step that a worktree is for. */
export interface ForStep {
  readonly plan: Plan;
  readonly step: Step;
  /** `batch_started.number`. */
  readonly batch: number;
}

/** A worktree with the tree as it is now, uncommitted and untracked files included; or why there is none, as sentences. */
export async function prepareWorktree(
  drive: Drive,
  git: GitCommand,
  { plan, step, batch }: ForStep,
): Promise<Isolated | { readonly why: string }> {
  const possible = await whetherIsolated(git, plan, [step]);
  if ('why' in possible) return possible;
  const { top } = possible.repository;
  await removeUnused(drive, git, top, { step, batch });
  const id = drive.host.newId();
  const worktree = join(worktreesFolder(top), id);
  await drive.append({ type: 'worktree_started', worktree: id, folder: worktree, step: step.key, batch });
  const base = await snapshotWith(git)({
    folder: top,
    ref: worktreeRef(id, 'base'),
    limits: LIMITS,
    deadlineMs: SNAPSHOT_MS,
    message: () => 'Stage Runner: what a step began with\n',
  });
  if ('refused' in base) return { why: base.refused.detail };
  const isolated = {
    id,
    worktree,
    folder: join(worktree, relative(top, await realFolder(plan.folder))),
    base: base.taken.sha,
  };
  const why = (await add(git, top, isolated)) ?? (await missingThere(isolated, plan, step));
  if (why === undefined) return isolated;
  const left = await removeWorktree(git, top, { id, unused: true });
  return { why: left ? `${why} ${left}` : why };
}

/** Locked, so that no tidying up takes it for a forgotten one. */
async function add(git: GitCommand, top: string, { worktree, base }: Isolated): Promise<string | undefined> {
  await mkdir(worktreesFolder(top), { recursive: true });
  const how = ['--detach', '--lock', '--reason', 'Stage Runner: a step works here'];
  const args = ['-c', 'submodule.recurse=false', 'worktree', 'add', ...how, worktree, base];
  const answer = await git({ folder: top, args });
  return answer.code === 0 ? undefined : refusalOf(answer, top, 'make a worktree').detail;
}

/** A link may lead from the worktree back into the folder that it stands for. */
async function missingThere(
  { worktree, folder }: Isolated,
  { folder: workspace, root }: Plan,
  { file }: Step,
): Promise<string | undefined> {
  const there = placeIn(folder, workspace, root);
  const step = placeIn(folder, workspace, file);
  const leads = await Promise.all([worktree, there, step].map(realFolder));
  const [top = '', ...rest] = leads;
  if (existsSync(step) && rest.every((path) => isWithin(top, path))) return undefined;
  return `The plan file ${file} would not be in the worktree.`;
}

/** A crash may have come between the making of a worktree and the beginning of the run in it: nobody has worked there. */
async function removeUnused(
  drive: Drive,
  git: GitCommand,
  top: string,
  { step, batch }: Pick<ForStep, 'step' | 'batch'>,
): Promise<void> {
  const { store } = drive;
  const used = new Set([...store.runs(), ...store.cutRuns()].map(({ header }) => header.isolated?.id));
  for (const { worktree: id, ...other } of worktreesOf(drive.events()))
    if (other.step === step.key && other.batch === batch && !used.has(id))
      await removeWorktree(git, top, { id, unused: true });
}
