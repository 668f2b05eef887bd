import type { CommandDeps } from './command';
import { isTrusted } from './trust';

/** Lets what the last rollback of a folder left behind stay as it is, so that steps run again. */
export async function keepStray(deps: CommandDeps, target: unknown): Promise<void> {
  if (!isTrusted() || typeof target !== 'string') return;
  const { checkpoints } = await deps.checkpoints.opened(target);
  await checkpoints.keepStray(await deps.runners.who(target));
  await deps.checkpoints.refresh();
}
