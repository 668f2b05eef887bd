import type { CommandDeps } from './command';
import { runStageUpTo } from './startStage';

/** Runs the first unfinished batch of a stage. */
export async function runNextBatch(deps: CommandDeps, target: unknown): Promise<void> {
  await runStageUpTo(deps, target, () => ({ batches: 1 }));
}
