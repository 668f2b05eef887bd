/** Windows that die after an event of a run, and others that go on from there. */
import { setTimeout } from 'node:timers/promises';
import type { Run } from '../../../../src/core/run';
import { isInterruption } from '../../../../src/core/stops';
import type { FakeAgents, Window, World } from './world';

/** Gives each event its name as it is written: `stage node_left run_batch`, `02 node_left implement 2` the second time. */
export function eventNames(): (window: Window, run: Run) => string {
  const seen = new Map<string, number>();
  return ({ store }, { id, header }) => {
    const event = store.events(id).at(-1);
    const node = event?.type === 'node_entered' || event?.type === 'node_left' ? ` ${event.node}` : '';
    const name = `${header.stage ? 'stage' : header.step.number} ${event?.type ?? ''}${node}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  };
}

/**
 * Carries work out undisturbed and keeps the disk as it was after events.
 * @param name under which it is kept after a run's last event; `undefined` where it is not
 * @returns the names in their order
 */
export async function keepMoments(
  world: World,
  name: (run: Run) => string | undefined,
  work: () => Promise<void>,
): Promise<string[]> {
  const moments: string[] = [];
  world.onEvent = (run) => {
    const moment = name(run);
    if (moment === undefined) return;
    world.save(moment);
    moments.push(moment);
  };
  await work();
  world.onEvent = undefined;
  return moments;
}

/**
 * Carries work out in a window that dies after an event. What this process is still about comes to its end then, and
 * the disk is put back to how it was at that moment.
 * @returns the agents as they were then; `undefined` where the work was over before
 */
export async function untilDeath(
  { world, window }: { readonly world: World; readonly window: Window },
  isLast: (run: Run) => boolean,
  work: () => Promise<void>,
): Promise<FakeAgents | undefined> {
  let agents: FakeAgents | undefined;
  world.onEvent = (run) => {
    if (agents || !isLast(run)) return;
    world.save(DEATH);
    agents = world.agents.copy();
    window.store.append = () => Promise.reject(new Error(DEATH));
    throw new Error(DEATH);
  };
  await unlessDead(work);
  world.onEvent = undefined;
  if (agents === undefined) return undefined;
  while (!(await unlessDead(() => window.runner.dispose()))) continue;
  window.crash();
  world.restoreOnce(DEATH);
  return agents;
}

const DEATH = 'The window died';

/** Whether the work came to an end of its own. */
async function unlessDead(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Error && error.message === DEATH) return false;
    throw error;
  }
}

/** In a new window: takes up what was left of a run, and has it go on where it was cut short. */
export async function goOn({ runner, store }: Window, folder: string, id: string): Promise<void> {
  await runner.pickUp(folder);
  // An answer that came meanwhile has it taken up in the background.
  while (store.run(id)?.phase === 'active' && !runner.drives(id)) await setTimeout(1);
  const { phase, stop } = store.run(id) ?? {};
  if (phase !== 'stopped' || stop === undefined || !isInterruption(stop.code)) return;
  const resumed = await runner.resume(id, 'Ada');
  if ('refused' in resumed) throw new Error(`${id} does not go on: ${JSON.stringify(resumed.refused)}`);
}
