import type { CommandDeps } from './command';
import { runStageUpTo } from './startStage';

/** Runs a stage from its first unfinished batch to its end. */
export async function runStage(deps: CommandDeps, target: unknown): Promise<void> {
  await runStageUpTo(deps, target, () => 'stage');
}
