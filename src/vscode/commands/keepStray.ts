import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Lets what the last rollback of a folder left behind stay as it is, so that steps run again. */
export async function keepStray(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted()) return;
  const left = deps.checkpoints.seen.unfinished.find(({ folder, stray }) => stray && folder === target);
  if (left === undefined) return;
  const { checkpoints } = await deps.checkpoints.opened(left.folder);
  await checkpoints.keepStray(await deps.runners.who(left.folder));
  await deps.checkpoints.refresh();
}
