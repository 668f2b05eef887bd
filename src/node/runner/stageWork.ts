/** What the actions of a stage's protocol see and do, over the runner, the plan on the disk and the journal. */
import type { Isolation, StageWork } from '../../core/actions/stageWork';
import { enabledBy } from '../../core/batch/enabled';
import { overByRun, withOver } from '../../core/batch/overByRun';
import { policyOf } from '../../core/batch/policy';
import { protocolsOf } from '../../core/batch/protocols';
import type { Plan, Step } from '../../core/plan';
import { noteBranch } from '../staged/stageBranch';
import { beforeBatch } from './beforeRun';
import { childrenOf, runSteps, type ChildrenParts, type StepRunner } from './children';
import type { Drive } from './drive';
import { stageNow } from './stageNow';

/** `undefined` in the run of a single step. */
export function stageWorkOf(drive: Drive, runner: StepRunner): StageWork | undefined {
  const { stage } = drive.header;
  if (stage === undefined) return undefined;
  const now = (): ReturnType<StageWork['now']> => withoutHeld(drive);
  const parts: ChildrenParts = { drive, runner, now };
  return {
    get policy() {
      return policyOf(drive.events());
    },
    isolation: (plan, steps) => isolationOf(drive, plan, steps),
    now,
    run: () => drive.run(),
    events: () => drive.events(),
    children: () => childrenOf(drive.store, drive.header.run),
    async beginBatch(batch) {
      const known = drive.run().batches.some(({ number }) => number === batch.number);
      if (!known) await drive.append({ type: 'batch_started', ...batch });
      const rest = await beforeBatch(drive, batch.number);
      return rest?.kind === 'stop' ? rest.stop : undefined;
    },
    noteBranch: (name) => noteBranch(drive, name),
    async endBatch(number, results) {
      const after = await now();
      const enables = 'gone' in after ? undefined : enabledBy(results, after.stage);
      await drive.append({ type: 'batch_ended', number, results, ...(enables && { enables }) });
    },
    runSteps: (batch) => runSteps(parts, batch),
  };
}

/** What a person has set, as far as the repository allows it. */
async function isolationOf({ host }: Drive, plan: Plan, steps: readonly Step[]): Promise<Isolation> {
  if (host.batchIsolation?.() !== 'worktree') return { kind: 'shared' };
  const { isolationIn } = await import('../isolation/round');
  return isolationIn(plan, steps);
}

/** Where commits are held, a step that this run of the stage has carried out is over, whatever the plan can tell. */
async function withoutHeld(drive: Drive): ReturnType<StageWork['now']> {
  const now = await stageNow(drive);
  const { header, store } = drive;
  if ('gone' in now || !protocolsOf(header.plan.format).holdsCommits) return now;
  return { ...now, stage: withOver(now.stage, overByRun(drive.run(), childrenOf(store, header.run))) };
}
