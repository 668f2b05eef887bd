import type { CommandDeps } from './command';
import { runStageUpTo } from './startStage';

/** Runs a stage up to the end of the batch in which the next gate is met. */
export async function runUntilGate(deps: CommandDeps, target: unknown): Promise<void> {
  await runStageUpTo(deps, target, () => 'gate');
}
