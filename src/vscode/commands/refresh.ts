import type { CommandDeps } from './command';

/** Reads every plan and every run again. */
export async function refresh({ store }: CommandDeps): Promise<void> {
  await store.refresh();
}
