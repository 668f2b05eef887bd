/** Taking hold of a run, where nothing stands in the way of work in its folder. */
import { subjectOf } from '../../core/subject';
import type { Stop } from '../../core/stops';
import type { Entrant, Ownership, Hold } from './ownership';
import { anotherWindow, type Refused } from './refusals';
import type { RunStore } from './runStore';

/**
 * Holds a run of a workspace folder, unless another window has it, another run of the folder is live, or a restore of
 * the folder's worktree is not over. The hold comes first: a restore that begins now finds it.
 * @param withStage the run belongs to a stage, and may be at work beside what this process drives of that
 */
export async function enter(
  ownership: Ownership,
  store: RunStore,
  entrant: Entrant,
  withStage: boolean,
): Promise<Hold | Refused> {
  const { run, folder } = entrant;
  const hold = await ownership.take(entrant);
  if (!hold) return { refused: anotherWindow(run) };
  const refused = await ownership.orGiveUp(
    hold,
    async () =>
      (await restoreUnderWay(store, folder)) ?? (await otherLive(ownership, store, hold, withStage)),
  );
  if (refused === undefined) return hold;
  await ownership.give(hold, false);
  return { refused };
}

/** Why nothing may begin to work in a folder: its files are on their way back to a checkpoint. */
export async function restoreUnderWay(store: RunStore, folder: string): Promise<Stop | undefined> {
  const restore = await store.unfinishedRestore(folder);
  if (restore === undefined) return undefined;
  const { by, checkpoint, worktree } = restore.started;
  return {
    code: 'restore_unfinished',
    detail: `In ${worktree}, ${by} began to go back to “${checkpoint.name}”, and that is not over.`,
  };
}

async function otherLive(
  ownership: Ownership,
  store: RunStore,
  hold: Hold,
  withStage: boolean,
): Promise<Stop | undefined> {
  const other = await ownership.otherLive(hold, withStage);
  if (other === undefined) return undefined;
  const header = store.run(other)?.header;
  const which = header ? `${subjectOf(header)} (${header.step.title})` : `run ${other}`;
  return { code: 'another_run_live', detail: `In ${hold.owner.folder}, ${which} is being run.` };
}
