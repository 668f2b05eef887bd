/** Steps that are at work side by side, each in a git worktree of its own, and merged in their order. */
import type { Isolation } from '../../core/actions/stageWork';
import type { Plan, Step } from '../../core/plan';
import type { Stop } from '../../core/stops';
import { gitCommand, within } from '../checkpoints/gitCommand';
import { allOver, childOf, type Manner } from '../runner/children';
import type { Drive } from '../runner/drive';
import { GIT_MS } from './limits';
import { mergeBack } from './mergeBack';
import { worktreesFolder } from './place';
import { whetherIsolated } from './possible';
import { prepareWorktree } from './prepare';

const git = within(GIT_MS, gitCommand);

/** Whether the steps of a batch can have worktrees, and what a person has to know about that. */
export async function isolationIn(plan: Plan, steps: readonly Step[]): Promise<Isolation> {
  const possible = await whetherIsolated(git, plan, steps);
  if ('why' in possible)
    return { kind: 'impossible', note: `Without worktrees, steps run one after the other. ${possible.why}` };
  const where = worktreesFolder(possible.repository.top);
  return {
    kind: 'worktrees',
    note: `Steps that run side by side each work in a git worktree in ${where}. Files that git ignores, such as installed packages, are not there.`,
  };
}

/** Steps of a batch that run side by side. */
export interface IsolatedRound {
  readonly drive: Drive;
  /** `batch_started.number`. */
  readonly batch: number;
  /** Keys, in their order. */
  readonly steps: readonly string[];
  /** Runs a step, or takes its run up; resolves when it has come to rest. */
  readonly run: (key: string, manner: Manner) => Promise<void>;
}

/**
 * Runs steps side by side and merges their results when all have come to rest. A step that gets no worktree is run by
 * itself after that.
 * @returns why the stage comes to rest; `undefined` also where the work was ended
 */
export async function isolatedRound(round: IsolatedRound): Promise<Stop | undefined> {
  const { drive, batch, steps, run } = round;
  const late = new Set(steps.filter((key) => isShared(round, key)));
  const place = placing(round, late);
  const apart = steps.filter((key) => !late.has(key));
  await allOver(apart.map((key) => run(key, { together: true, place })));
  for (const key of steps) {
    if (drive.signal.aborted) return undefined;
    const child = childOf(drive, key, batch);
    const stop = child?.header.isolated && (await mergeBack(drive, git, child));
    if (stop) return stop;
  }
  for (const key of late) {
    if (drive.signal.aborted) return undefined;
    await run(key, { together: false });
  }
  return undefined;
}

/** Whether a step was begun without a worktree, before the window went away. */
function isShared({ drive, batch }: IsolatedRound, key: string): boolean {
  const child = childOf(drive, key, batch);
  return child !== undefined && child.header.isolated === undefined;
}

/** Steps that get no worktree are added to `late`. */
function placing({ drive, batch }: IsolatedRound, late: Set<string>): NonNullable<Manner['place']> {
  return async (plan, step) => {
    if (drive.signal.aborted) return undefined;
    const isolated = await prepareWorktree(drive, git, { plan, step, batch });
    if (!('why' in isolated)) return isolated;
    late.add(step.key);
    await drive.append({ type: 'note', text: `${step.key} runs after the others: ${isolated.why}` });
    return undefined;
  };
}
