import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stageMap } from '../../../../src/core/stageMap';
import { isInterruption } from '../../../../src/core/stops';
import { goOn } from './moments';
import { carryOut, chance, choiceAt, planOf, randomStage, type RandomStage } from './randomStage';
import { FakeAgents, World, type Window } from './world';

const PROTOCOL = resolve(__dirname, '../../../../media/protocols/step.yaml');
const STEP = `name: work
start: work
nodes:
  work: { type: agent, agent: coder, prompt: Do it, next: done }
  done: { type: end, output: STEP_COMPLETE }
`;
const PLANS = 300;

class Bed {
  readonly world = new World();
  window!: Window;
  id = '';

  constructor(readonly stage: RandomStage) {
    this.world.write({ 'work.yaml': STEP });
    for (const { key } of stage.steps)
      this.world.write({ [`sample/${key}.md`]: `## Objective\nMake ${key}.\n` });
    this.world.readPlans = () => Promise.resolve([planOf(stage, this.world)]);
    this.agentsOf(this.world.agents);
  }

  agentsOf(agents: FakeAgents): void {
    agents.auto = (task) => {
      const attempt = this.window.store.run(task.run)?.header.attempt ?? 0;
      return carryOut(this.stage, this.world, task, attempt);
    };
    this.world.agents = agents;
  }

  async open(): Promise<void> {
    this.window = await this.world.window(PROTOCOL);
    void this.answer(this.window);
  }

  async start(): Promise<void> {
    const plan = planOf(this.stage, this.world);
    const [stage] = plan.stages;
    assert.ok(stage);
    const { policy } = this.stage;
    const stepProtocol = join(this.world.folder, 'work.yaml');
    const started = await this.window.runner.startStage({ plan, stage, policy, by: 'Ada', stepProtocol });
    assert.ok('run' in started);
    this.id = started.run;
  }

  /** Answers, and has the stage go on after a rest as the seed has it, until it is over or left. */
  async toTheEnd(): Promise<void> {
    const { runner, store } = this.window;
    for (;;) {
      await runner.settled(this.id);
      const { phase, stop } = store.run(this.id) ?? {};
      if (phase !== 'stopped' || stop === undefined) return;
      const rests = store
        .events(this.id)
        .filter((event) => event.type === 'run_stopped' && !isInterruption(event.stop.code)).length;
      if (!isInterruption(stop.code) && (rests > 3 || chance(this.stage.seed, 'rest', rests) < 0.3)) return;
      assert.deepEqual(await runner.resume(this.id, 'Ada'), { run: this.id });
    }
  }

  private async answer(window: Window): Promise<void> {
    for (;;) {
      const gate = await window.gates.take();
      await window.answer(gate, choiceAt(this.stage, gate, window.store.run(gate.run)));
    }
  }

  /** What must be the same, whatever happened on the way. */
  end(): unknown {
    const { store, problems } = this.window;
    const run = store.run(this.id);
    const children = store.runs().filter(({ header }) => header.parent?.run === this.id);
    const runs = store.runs().map((one) => ({ run: one, driven: false }));
    const map = stageMap({ plans: [planOf(this.stage, this.world)], runs, statusLog: [] });
    const recaps = join(this.world.folder, 'sample/recaps');
    return {
      stop: [run?.phase, run?.stop],
      batches: run?.batches.map(({ number, batch, steps, rounds, results }) => ({
        ...{ number, batch, rounds, steps: steps.map(({ key }) => key) },
        results: results?.map(({ step, outcome, text }) => `${step} ${outcome}: ${text}`),
      })),
      gates: run?.gates.map(({ gate, answer }) => `${gate.title}: ${answer?.choice ?? 'waits'}`),
      steps: map.plans[0]?.steps.map(({ step, status }) => `${step.key} ${status}`),
      children: children
        .map(({ header, phase, stop }) =>
          [header.step.key, header.parent?.batch, header.attempt, phase, stop?.code].join(' '),
        )
        .sort(),
      files: existsSync(recaps)
        ? readdirSync(recaps).map((name) => readFileSync(join(recaps, name), 'utf8'))
        : [],
      wrong: [...problems, ...store.unreadable(), ...store.runs().flatMap(({ damaged }) => damaged)],
    };
  }
}

/** Every stage has at least so many events; one of them is drawn at once, so that little is saved in vain. */
const FIRST = 8;

/**
 * Whether a stage is killed after an event, unless a later one is drawn too: how many there are is known only at the end,
 * and then each was as likely as any other.
 */
function isDrawn({ seed }: RandomStage, event: number): boolean {
  if (event <= FIRST) return event === 1 + Math.floor(chance(seed, 'kill') * FIRST);
  return chance(seed, 'kill', event) < 1 / event;
}

/** The moment at which a stage is killed. */
interface Kill {
  /** How many events there were. */
  readonly after: number;
  readonly agents: FakeAgents;
}

describe('a window that dies between any two events of a stage', () => {
  let killed = 0;
  /** Why stages came to rest or to their end, by how often. */
  const stops = new Map<string, number>();

  /** The end of a stage that goes on undisturbed; on the way it is saved as it will be killed. */
  async function undisturbed(bed: Bed): Promise<{ readonly end: unknown; readonly kill?: Kill }> {
    let events = 0;
    let kill: Kill | undefined;
    bed.world.onEvent = () => {
      events += 1;
      if (!isDrawn(bed.stage, events)) return;
      bed.world.save('killed');
      // What agents did outlives the window, unless the machine went down with them.
      const agents = chance(bed.stage.seed, 'machine') < 0.5 ? bed.world.agents.copy() : new FakeAgents();
      kill = { after: events, agents };
    };
    await bed.open();
    await bed.start();
    await bed.toTheEnd();
    bed.world.onEvent = undefined;
    for (const event of bed.window.store.events(bed.id)) {
      if (event.type === 'run_stopped' || event.type === 'run_ended')
        stops.set(event.stop.code, (stops.get(event.stop.code) ?? 0) + 1);
    }
    const end = bed.end();
    bed.window.crash();
    return { end, ...(kill && { kill }) };
  }

  it(`comes to the same end in ${PLANS} random stages`, async function () {
    // About a minute of work, and more where others are at work beside it.
    this.timeout(900_000);
    for (let seed = 1; seed <= PLANS; seed += 1) {
      const bed = new Bed(randomStage(seed));
      const { end, kill } = await undisturbed(bed);
      if (kill) {
        killed += 1;
        bed.world.restore('killed');
        bed.agentsOf(kill.agents);
        await bed.open();
        await goOn(bed.window, bed.world.folder, bed.id);
        await bed.toTheEnd();
        assert.deepEqual(bed.end(), end, `seed ${seed}, killed after event ${kill.after}`);
        bed.window.crash();
      }
      bed.world.remove();
    }
    assert.equal(killed, PLANS);
    for (const code of ['stage_complete', 'batch_failed', 'stage_halted', 'stopped_after_batch'])
      assert.ok((stops.get(code) ?? 0) > 5, `${code}: ${[...stops].join(' ')}`);
  });
});
