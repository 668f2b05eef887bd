import assert from 'node:assert/strict';
import type { Run } from '../../../../src/core/run';
import { eventNames, goOn, untilDeath } from './moments';
import { chance } from './randomStage';
import { randomWalls } from './randomWalls';
import { endOf } from './stageEnd';
import type { Walls } from './walls';
import { WallsBed } from './wallsBed';
import { FakeAgents } from './world';

/** A parallel pair and a third run, two kinds of gates, an agent that strays, and a proof with items for a person. */
const WHOLE: Walls = {
  format: 'renn',
  runs: {
    '01': { batch: 1, gate: 'human-verify', answers: ['It leans.', 'approved'] },
    '02': { batch: 1 },
    '03': { batch: 2, needs: '01', gate: 'decision', strays: true },
  },
  items: ['it holds', 'stop', 'it holds'],
  policy: { parallel: 2, stopAfter: 'stage' },
};
/** How often that stage is carried out: its windows die after each of its events in one of these lives. */
const LIVES = 6;
const RANDOM = 6;
/** After how many events of a random stage its windows die, more or less. */
const DEATHS = 6;
/** How many go on side by side: most of the time they wait for git. */
const SIDE_BY_SIDE = 4;

interface Life {
  readonly end: readonly string[];
  /** Its events in their order, and those after which a window died. */
  readonly events: readonly string[];
  readonly died: readonly string[];
}

/**
 * Carries a stage out to its end, through windows that die after some events, the first time that each of them comes.
 * @param isMachine whether the agents go with the window
 */
async function live(
  walls: Walls,
  dies: (event: string) => boolean,
  isMachine: (death: string) => boolean = () => false,
): Promise<Life> {
  const bed = new WallsBed(walls);
  await bed.prepare();
  const events: string[] = [];
  const died: string[] = [];
  const nameOf = eventNames();
  const isLast = (run: Run): boolean => {
    const event = nameOf(bed.window, run);
    events.push(event);
    if (died.includes(event) || !dies(event)) return false;
    died.push(event);
    return true;
  };
  let agents = await untilDeath(bed, isLast, () => bed.begin());
  while (agents) {
    const window = await bed.reopen(isMachine(died.at(-1) ?? '') ? new FakeAgents() : agents);
    agents = await untilDeath(bed, isLast, async () => {
      await goOn(window, bed.world.folder, bed.id);
      await bed.toTheEnd();
    });
  }
  const end = await endOf(bed);
  await bed.close();
  return { end, events, died };
}

const undisturbed = (walls: Walls): Promise<Life> => live(walls, () => false);

/** Does work for each number from 0 on, several at a time. */
async function sideBySide(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  const workers = Array.from({ length: SIDE_BY_SIDE }, worker);
  // Where one fails, the others come to their end before the test does.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

describe('windows that die during a stage of renn or GSD', () => {
  it('leave behind what one leaves that lived, after whichever events they die', async function () {
    this.timeout(300_000);
    const whole = await undisturbed(WHOLE);
    assert.match(
      whole.end.join('\n'),
      /^stage, .*"stage_complete"[^]*\n01-walls verified\n[^]*\n## renn\/stage-01-walls\nlast commit docs\(stage-01\)/m,
    );
    const died = new Set<string>();
    await sideBySide(LIVES, async (number) => {
      const at = (event: string): number => whole.events.indexOf(event);
      const isMachine = (event: string): boolean => Math.floor(at(event) / LIVES) % 2 === number % 2;
      const life = await live(WHOLE, (event) => at(event) >= 0 && at(event) % LIVES === number, isMachine);
      assert.deepEqual(life.end, whole.end, `life ${number}: ${life.died.join(', ')}`);
      for (const event of life.died) died.add(event);
    });
    // What was written when its window died is not written again.
    const missed = whole.events.filter((event) => !died.has(event) && !event.includes('files_changed'));
    assert.deepEqual(missed, []);
  });

  it(`leave behind the same in ${RANDOM} random stages`, async function () {
    this.timeout(300_000);
    let [deaths, rests] = [0, 0];
    await sideBySide(RANDOM, async (number) => {
      const seed = number + 1;
      const walls = randomWalls(seed);
      const whole = await undisturbed(walls);
      const dies = (event: string): boolean => chance(seed, 'dies', event) < DEATHS / whole.events.length;
      const life = await live(walls, dies, (death) => chance(seed, 'machine', death) < 0.5);
      assert.deepEqual(life.end, whole.end, `seed ${seed}, died after ${life.died.join(', ')}`);
      deaths += life.died.length;
      rests += whole.events.filter((event) => event.startsWith('stage run_stopped')).length;
    });
    assert.ok(deaths > 3 * RANDOM && rests >= RANDOM / 2, `only ${deaths} deaths, ${rests} rests`);
  });
});
