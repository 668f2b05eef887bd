import type { CommandDeps } from './command';

/** Reads every plan, every run and every checkpoint again. */
export async function refresh({ store, checkpoints }: CommandDeps): Promise<void> {
  await Promise.all([store.refresh(), checkpoints.refresh()]);
}
